"""Engines behind the studio's ports."""
