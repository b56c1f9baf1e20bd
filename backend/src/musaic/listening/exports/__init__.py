"""The whole history as a file: Musaic's own format, ListenBrainz, CSV."""
