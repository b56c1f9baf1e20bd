"""Plays in a row: sessions, streaks, gaps, songs on repeat."""
