"""Download of the caller's whole history."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from musaic.listening.exports import repository
from musaic.listening.exports.formats import FORMATS, Format
from musaic.listening.keeping import public as keeping
from musaic.platform import clock
from musaic.platform.deps import CurrentUser, Runtime, RuntimeDep

router = APIRouter(prefix="/listening", tags=["listening"])

_ROWS = 2_000
_BEFORE_ALL: repository.Place = (datetime(1, 1, 2, tzinfo=UTC), 0, "")
_CONTENT: dict[str, Any] = {"application/json": {}, "application/x-ndjson": {}, "text/csv": {}}
FormatName = Annotated[
    Literal["musaic", "listenbrainz", "csv"],
    Query(alias="format", description="musaic holds everything and can be imported again"),
]


@router.get(
    "/export",
    name="export_listens",
    summary="Your whole history as a file",
    response_class=StreamingResponse,
    responses={200: {"content": _CONTENT, "description": "Streamed, oldest first"}},
)
async def export_listens(
    user: CurrentUser, pieces: RuntimeDep, format_: FormatName = "musaic"
) -> StreamingResponse:
    """Stream every listen, also those that do not count; ListenBrainz gets the plays.

    Musaic's own format begins with switches, rules, life events and opinions.
    """
    chosen = FORMATS[format_]()
    filename = f"musaic-listens-{clock.now().date()}.{chosen.extension}"
    return StreamingResponse(
        _pieces(pieces, user.user_id, chosen),
        media_type=chosen.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "Cache-Control": "private, no-store",
        },
    )


async def _pieces(pieces: Runtime, user_id: int, chosen: Format) -> AsyncIterator[bytes]:
    """Read in short transactions: the client may be slow."""
    yield chosen.begin()
    async with pieces.database.user_transaction(user_id) as session:
        kept = await keeping.everything(session, user_id)
    yield chosen.keep(kept)
    after = _BEFORE_ALL
    while True:
        async with pieces.database.user_transaction(user_id) as session:
            rows = await repository.page(session, user_id, after, _ROWS)
        if rows:
            after = (rows[-1]["stamped_at"], rows[-1]["source_key"], rows[-1]["source"])
            yield chosen.page(rows)
        if len(rows) < _ROWS:
            break
    yield chosen.end()
