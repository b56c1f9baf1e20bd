"""The ListenBrainz API, version 1."""
