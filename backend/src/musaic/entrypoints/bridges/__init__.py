"""Rooms on one floor are blind to each other: here, and only here, one serves another's port."""
