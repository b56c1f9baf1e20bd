"""Playlists over HTTP."""

import asyncio
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response, status

from musaic.jobs.public import Idempotency, IdempotencyKeyReusedError, once
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.downloads import attachment
from musaic.platform.web.problems import problems
from musaic.playlists import service
from musaic.playlists.deps import History
from musaic.playlists.errors import (
    NothingMatchesError,
    PlaylistNotFoundError,
    SeedNotFoundError,
    UnknownMatcherError,
)
from musaic.playlists.exports import FORMATS
from musaic.playlists.matchers import matchers
from musaic.playlists.schemas import ExportName, GeneratePlaylist, MatcherOut, PlaylistOut, PlaylistSummary

router = APIRouter(prefix="/playlists", tags=["playlists"], responses=problems(NotAuthenticatedError))

DEFAULT_LIMIT = 50
EXPORT_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            form.media_type.partition(";")[0]: {"schema": {"type": "string"}} for form in FORMATS.values()
        },
    }
}


@router.post(
    "/generate",
    name="generate_playlist",
    summary="Make a playlist from seeds",
    status_code=status.HTTP_201_CREATED,
    responses=problems(
        SeedNotFoundError, NothingMatchesError, UnknownMatcherError, IdempotencyKeyReusedError
    ),
)
async def generate_playlist(
    body: GeneratePlaylist,
    user: CurrentUser,
    session: UserSession,
    history: History,
    key: IdempotencyKey = None,
) -> PlaylistOut:
    """Make it from one's own history, keep it, and say why each song is in it."""
    return await once(
        session,
        PlaylistOut,
        lambda: service.generate(session, user.user_id, body, history),
        user_id=user.user_id,
        operation="POST /playlists/generate",
        idempotency=Idempotency.of(key, body),
    )


@router.get(
    "", name="list_playlists", summary="Your playlists, newest first", responses=problems(InvalidCursorError)
)
async def list_playlists(
    user: CurrentUser, session: UserSession, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[PlaylistSummary]:
    """List playlists without their tracks."""
    return await service.list_page(session, user.user_id, cursor, limit)


@router.get("/matchers", name="list_matchers", summary="The matchers that can be asked for")
async def list_matchers(_: CurrentUser) -> list[MatcherOut]:
    """List matchers with their weight in the blend."""
    return [
        MatcherOut(name=matcher.name, weight=matcher.weight) for matcher in await asyncio.to_thread(matchers)
    ]


@router.get(
    "/{playlist_id:uuid}",
    name="get_playlist",
    summary="One playlist with its tracks",
    responses=problems(PlaylistNotFoundError),
)
async def get_playlist(playlist_id: UUID, user: CurrentUser, session: UserSession) -> PlaylistOut:
    """Return the tracks in playing order, each with its reason."""
    return await service.show(session, user.user_id, playlist_id)


@router.delete(
    "/{playlist_id:uuid}",
    name="delete_playlist",
    summary="Delete a playlist",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(PlaylistNotFoundError),
)
async def delete_playlist(playlist_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Delete it for good; the songs stay in the history."""
    await service.remove(session, user.user_id, playlist_id)


@router.get(
    "/{playlist_id:uuid}/export",
    name="export_playlist",
    summary="A playlist as a file",
    response_class=Response,
    responses=EXPORT_FILE | problems(PlaylistNotFoundError),
)
async def export_playlist(
    playlist_id: UUID,
    user: CurrentUser,
    session: UserSession,
    *,
    format: ExportName,  # noqa: A002
) -> Response:
    """Write the file that players and spreadsheets read."""
    playlist = await service.show(session, user.user_id, playlist_id)
    form = FORMATS[format]
    text = form.write(playlist.name, service.export_tracks(playlist))
    return Response(text, media_type=form.media_type, headers=attachment(f"{playlist.name}.{form.name}"))
