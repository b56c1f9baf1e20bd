"""Use cases of the accounts room, one a file."""
