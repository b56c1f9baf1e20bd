"""The Last.fm 2.0 API, as Last.fm and GNU FM clients speak it."""
