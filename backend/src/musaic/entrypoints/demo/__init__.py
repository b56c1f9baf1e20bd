"""Demo data: a listener who never lived, songs nobody wrote, loaded and removed with one click."""
