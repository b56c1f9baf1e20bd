"""Use cases of live listening."""
