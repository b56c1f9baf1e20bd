"""The door of the transcripts room: ask for a transcript as a user would."""

from musaic.transcripts.engines import EngineSet, engines_of_server
from musaic.transcripts.service.requests import KIND, Wish, create

__all__ = ["KIND", "EngineSet", "Wish", "create", "engines_of_server"]
