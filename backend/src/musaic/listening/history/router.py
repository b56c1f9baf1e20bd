"""Imports: send a file, watch, download what was not taken, take it back."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from musaic.jobs.public import IdempotencyKeyReusedError
from musaic.listening.history.errors import ImportNotFoundError, UnknownFormatError, UnknownTimezoneError
from musaic.listening.history.repository import imports
from musaic.listening.history.schemas import ImportAccepted, ImportOut, ImportSummary
from musaic.listening.history.service import imports as service
from musaic.media import public as media
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, Runtime, RuntimeDep, UserSession
from musaic.platform.errors import PayloadTooLargeError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.downloads import attachment
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/imports", tags=["imports"])

MAX_BYTES = 1024 * 1024 * 1024
_FORM_BYTES = 64 * 1024
_CSV_ROWS = 2_000
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "format": {"type": "string", "description": "Leave out: it is recognised"},
                        "timezone": {"type": "string", "description": "Zone of times without one"},
                    },
                }
            }
        },
    }
}


@router.post(
    "",
    name="send_import",
    summary="Import a listening history",
    status_code=202,
    openapi_extra=_FORM,
    responses=problems(
        PayloadTooLargeError,
        UnknownFormatError,
        UnknownTimezoneError,
        IdempotencyKeyReusedError,
        media.BadMultipart,
        media.EmptyFile,
        media.UnsupportedDocument,
        media.QuotaExceeded,
    ),
)
async def send_import(
    request: Request, user: CurrentUser, pieces: RuntimeDep, key: IdempotencyKey = None
) -> ImportAccepted:
    """Store the file and queue the job that reads it: an export's zip, or one of its JSON files."""
    if int(request.headers.get("content-length", "0")) > MAX_BYTES + _FORM_BYTES:
        raise PayloadTooLargeError
    # No transaction is open while the client sends.
    staged, fields = await media.receive_form(
        request.stream(),
        request.headers.get("content-type", ""),
        user_id=user.user_id,
        kind="document",
        max_bytes=MAX_BYTES,
    )
    options = service.Options(fields.get("format") or None, fields.get("timezone") or None)
    try:
        options.check()
        async with pieces.database.user_transaction(user.user_id) as session:
            return await service.begin(session, user.user_id, staged, options, key)
    except Exception:
        await media.discard(staged)
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
    responses=problems(ImportNotFoundError),
)
async def undo_import(import_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Remove everything the import added; listens that it had hidden as repeats show again."""
    await service.undo(session, user.user_id, import_id)
