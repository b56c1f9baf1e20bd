"""One artist, album or track with its whole story."""
