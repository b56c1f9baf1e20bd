"""Plays in order, and the deletion of one."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import public as analytics
from musaic.listening.analytics.charts.listens import repository
from musaic.listening.analytics.charts.listens.schemas import ListenItem, Listens
from musaic.listening.analytics.clock import zone_of
from musaic.listening.analytics.errors import ListenNotFoundError
from musaic.listening.analytics.filters import Filters
from musaic.listening.analytics.ranges import Span
from musaic.platform.pagination import InvalidCursorError, decode_cursor, encode_cursor


async def listens(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters,
    order: repository.ListenOrder,
    *,
    limit: int,
    cursor: str | None,
) -> Listens:
    """Return a page of the span's plays; raises InvalidCursorError."""
    rows = await repository.page(
        session, user_id, span, filters, order, after=_place(cursor), limit=limit + 1
    )
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = encode_cursor(last["local_date"].isoformat(), last["at"].isoformat(), last["id"])
    for row in rows:
        del row["local_date"]
    return Listens(
        items=[ListenItem(**row) for row in rows[:limit]], next_cursor=following, definition="plays"
    )


def _place(cursor: str | None) -> repository.Place | None:
    if cursor is None:
        return None
    day, at, listen_id = decode_cursor(cursor, str, str, int)
    try:
        moment = datetime.fromisoformat(str(at))
        place = (date.fromisoformat(str(day)), moment, int(listen_id))
    except ValueError as error:
        raise InvalidCursorError from error
    if moment.tzinfo is None or not 0 <= place[2] < 2**63:
        raise InvalidCursorError
    return place


async def delete(session: AsyncSession, user_id: int, listen_id: int) -> None:
    """Delete one listen, counted or not, out of every chart; raises ListenNotFoundError."""
    await analytics.begin_change(session, user_id, (await zone_of(session, user_id)).key)
    if not await repository.is_own(session, user_id, listen_id):
        raise ListenNotFoundError
    await analytics.removed_listens(session, user_id, [listen_id])
    shown = await repository.delete(session, user_id, listen_id)
    if shown:
        await analytics.added_listens(session, user_id, shown)
