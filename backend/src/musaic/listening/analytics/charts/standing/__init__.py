"""How listening is spread, and how ranks changed."""
