"""Use cases of the jobs room."""
