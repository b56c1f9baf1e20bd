"""From an uploaded file to checked rows, a few megabytes at a time."""
