"""The steps of the set-up, one tool a file."""
