"""The door of the transcripts room."""

from musaic.transcripts.service.requests import KIND

__all__ = ["KIND"]
