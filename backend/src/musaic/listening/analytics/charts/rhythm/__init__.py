"""When: by hour, weekday, day and stretch of time."""
