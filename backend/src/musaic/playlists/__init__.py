"""Playlists from a seed, by pluggable matchers, each track explained."""
