"""Use cases of the studio, one a file."""
