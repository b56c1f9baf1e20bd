"""Separations over HTTP."""

from fastapi import APIRouter, status

from musaic.jobs.public import Idempotency, IdempotencyKeyReusedError, once
from musaic.media.public import MediaNotFound
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.problems import problems
from musaic.studio import engines
from musaic.studio.deps import OwnedSeparation
from musaic.studio.errors import EngineUnavailableError, NotASongError, SeparationNotFoundError
from musaic.studio.schemas import (
    CreateSeparation,
    EngineOut,
    SeparationAccepted,
    SeparationOut,
    SeparationSummary,
)
from musaic.studio.service import separations

router = APIRouter(prefix="/separations", tags=["studio"], responses=problems(NotAuthenticatedError))

DEFAULT_LIMIT = 50


@router.post(
    "",
    name="create_separation",
    summary="Split a song into stems",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(MediaNotFound, NotASongError, EngineUnavailableError, IdempotencyKeyReusedError),
)
async def create_separation(
    body: CreateSeparation, user: CurrentUser, session: UserSession, key: IdempotencyKey = None
) -> SeparationAccepted:
    """Take the work on; its job tells how far it is, and the separation has the stems at the end."""
    return await once(
        session,
        SeparationAccepted,
        lambda: separations.create(session, user.user_id, body),
        user_id=user.user_id,
        operation="POST /separations",
        idempotency=Idempotency.of(key, body),
    )


@router.get(
    "",
    name="list_separations",
    summary="Your separations, newest first",
    responses=problems(InvalidCursorError),
)
async def list_separations(
    user: CurrentUser, session: UserSession, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[SeparationSummary]:
    """List separations without their stems."""
    return await separations.list_page(session, user.user_id, cursor, limit)


@router.get("/engines", name="list_separation_engines", summary="The engines of this server, best first")
async def list_separation_engines(_: CurrentUser) -> list[EngineOut]:
    """Say what each engine can do, under which licence, and how long it takes."""
    return [EngineOut.model_validate(info) for info in engines.known()]


@router.get(
    "/{separation_id:uuid}",
    name="get_separation",
    summary="A separation with its stems",
    responses=problems(SeparationNotFoundError),
)
async def get_separation(separation: OwnedSeparation, session: UserSession) -> SeparationOut:
    """Return the stems with addresses to play and to keep them."""
    return await separations.show(session, separation)


@router.delete(
    "/{separation_id:uuid}",
    name="delete_separation",
    summary="Delete a separation and its stems",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(SeparationNotFoundError),
)
async def delete_separation(separation: OwnedSeparation, session: UserSession) -> None:
    """Stop its job if it runs, and delete the stems; the song itself stays in the library."""
    await separations.remove(session, separation)
