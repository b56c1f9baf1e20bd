"""The plays themselves, newest first."""
