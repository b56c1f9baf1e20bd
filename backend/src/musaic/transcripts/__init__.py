"""Speech to text: engines, timed segments and their exports."""
