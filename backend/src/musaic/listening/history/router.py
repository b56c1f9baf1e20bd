"""Imports: send a file, watch, download what was not taken, take it back."""

import csv
import io
from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from musaic.jobs.public import IdempotencyKeyReusedError
from musaic.listening.history.bodies import FORM, receive
from musaic.listening.history.errors import (
    UNREADABLE_UPLOADS,
    ImportNotFoundError,
    UnknownFormatError,
    UnknownTimezoneError,
)
from musaic.listening.history.repository import imports
from musaic.listening.history.schemas import ImportAccepted, ImportOut, ImportPreview, ImportSummary
from musaic.listening.history.service import imports as service
from musaic.listening.history.service import previews
from musaic.media import public as media
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, Runtime, RuntimeDep, UserSession
from musaic.platform.errors import PayloadTooLargeError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.downloads import attachment
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/imports", tags=["imports"])

_CSV_ROWS = 2_000


_REFUSED = (
    PayloadTooLargeError,
    UnknownFormatError,
    UnknownTimezoneError,
    media.MediaNotFound,
    media.BadMultipart,
    media.EmptyFile,
    media.UnsupportedDocument,
    media.QuotaExceeded,
)


@router.post(
    "",
    name="send_import",
    summary="Import a listening history",
    status_code=202,
    openapi_extra=FORM,
    responses=problems(*_REFUSED, IdempotencyKeyReusedError),
)
async def send_import(
    request: Request, user: CurrentUser, pieces: RuntimeDep, key: IdempotencyKey = None
) -> ImportAccepted:
    """Store the file, or take one that is here already, and queue the job that reads it.

    The file is an export as it was received, zipped or not; what it is, is recognised.
    """
    source, options = await receive(request, user.user_id)
    try:
        options.check()
        async with pieces.database.user_transaction(user.user_id) as session:
            return await service.begin(session, user.user_id, source, options, key)
    except Exception:
        if isinstance(source, media.StagedBlob):
            await media.discard(source)
        raise


@router.post(
    "/preview",
    name="preview_import",
    summary="Look into a file before it is imported",
    openapi_extra=FORM,
    responses=problems(*_REFUSED, *UNREADABLE_UPLOADS),
)
async def preview_import(request: Request, user: CurrentUser, pieces: RuntimeDep) -> ImportPreview:
    """Say what an import would read. The file is kept for a day: import it by its ``media_id``.

    Ask again with that id for another zone or other columns. Nothing enters the history.
    """
    source, options = await receive(request, user.user_id)
    try:
        options.check()
        return ImportPreview.model_validate(
            await previews.preview(pieces.database, user.user_id, source, options)
        )
    except (UnknownFormatError, UnknownTimezoneError, media.QuotaExceeded):
        if isinstance(source, media.StagedBlob):
            await media.discard(source)
        raise


@router.get("", name="list_imports", summary="Your imports", responses=problems(InvalidCursorError))
async def list_imports(
    user: CurrentUser, session: UserSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[ImportSummary]:
    """Return the newest imports first."""
    rows, following = await service.page(session, user.user_id, cursor, limit)
    return Page[ImportSummary](
        items=[ImportSummary.model_validate(row) for row in rows], next_cursor=following
    )


@router.get(
    "/{import_id:uuid}", name="get_import", summary="One import", responses=problems(ImportNotFoundError)
)
async def get_import(import_id: UUID, user: CurrentUser, session: UserSession) -> ImportOut:
    """Return the figures of an import, with the first rows that were not taken."""
    return ImportOut.model_validate(await service.one(session, user.user_id, import_id))


@router.get(
    "/{import_id:uuid}/rejects",
    name="get_import_rejects",
    summary="Rows that were not taken, as CSV",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/csv": {}}, "description": "file, line, outcome, reason, detail"},
        **problems(ImportNotFoundError),
    },
)
async def get_import_rejects(
    import_id: UUID, user: CurrentUser, session: UserSession, pieces: RuntimeDep
) -> StreamingResponse:
    """Download every row that was skipped or rejected, with its reason (the first 50,000)."""
    await service.owned(session, user.user_id, import_id)
    headers = attachment(f"rejects-{import_id}.csv")
    return StreamingResponse(
        _csv(pieces, user.user_id, import_id), media_type="text/csv; charset=utf-8", headers=headers
    )


async def _csv(pieces: Runtime, user_id: int, import_id: UUID) -> AsyncIterator[str]:
    """Stream in short transactions: the client may be slow."""
    columns = ("file", "line", "outcome", "reason", "detail")
    yield ",".join(columns) + "\r\n"
    after = 0
    while True:
        async with pieces.database.user_transaction(user_id) as session:
            rows = await imports.rejects(session, user_id, import_id, after=after, limit=_CSV_ROWS)
        if not rows:
            return
        after = rows[-1]["number"]
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_safe(row[column]) for column in columns] for row in rows)
        yield buffer.getvalue()


def _safe(value: object) -> object:
    """Keep spreadsheets from running a name that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value


@router.delete(
    "/{import_id:uuid}",
    name="undo_import",
    summary="Take an import back",
    status_code=204,
    response_model=None,
    responses={
        202: {
            "model": ImportAccepted,
            "description": "A job does it: the history is large or in use.",
        },
        **problems(ImportNotFoundError),
    },
)
async def undo_import(import_id: UUID, user: CurrentUser, session: UserSession) -> Response:
    """Remove everything the import added; listens that it had hidden as repeats show again.

    In a history of more than 20,000 listens, and while the import is being read, a job does it: the
    reply is 202 and names the job, and the import is ``undoing`` until it is gone.
    """
    accepted = await service.request_undo(session, user.user_id, import_id)
    if accepted is None:
        return Response(status_code=204)
    return JSONResponse(accepted.model_dump(mode="json"), status_code=202)
