"""Two ranges or two artists side by side."""
