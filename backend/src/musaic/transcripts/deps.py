"""What the routes of this room ask for."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from musaic.platform.deps import CurrentUser, RuntimeDep, UserSession
from musaic.transcripts.engines import EngineSet, engines_of_server
from musaic.transcripts.service import requests
from musaic.transcripts.service.requests import View


async def _owned(transcript_id: UUID, user: CurrentUser, session: UserSession) -> View:
    return await requests.owned(session, user.user_id, transcript_id)


OwnedTranscript = Annotated[View, Depends(_owned)]
"""The caller's transcript of the path; everybody else's is a 404."""


def _engines(pieces: RuntimeDep) -> EngineSet:
    return engines_of_server(pieces.settings.whisper_model_dir)


ServerEngines = Annotated[EngineSet, Depends(_engines)]
"""The engines of this server, best first."""
