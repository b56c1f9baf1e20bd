"""The spread of plays over music, and top lists month by month."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import Entity, Reach, span_values
from musaic.listening.analytics.repository.top import Metric

Frame = Literal["month", "year"]


@lru_cache
def _spread(entity: Entity, metric: Metric, reach: Reach) -> TextClause:
    figure = "plays" if metric == "plays" else "ms_played"
    return text(f"SELECT array_send(array_agg({figure})) FROM ({spans.figures(entity, reach=reach)}) found")


async def spread(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> bytes | None:
    """Return the figure of each of them, in no order and as ``heard.received`` takes it; None of nothing."""
    reach = await spans.reach_of(session, user_id, span)
    result = await session.execute(_spread(entity, metric, reach), span_values(user_id, span))
    sent: bytes | None = result.scalar_one()
    return sent


_MONTHS: dict[Entity, tuple[str, str]] = {
    "track": ("track_id", "month_total"),
    "album": ("album_id", "month_total"),
    "artist": ("artist_id", "artist_month"),
}


_STARTS = {
    frame: text(
        f"SELECT DISTINCT date_trunc('{frame}', local_date)::date AS start FROM day_total "
        "WHERE user_id = :user_id AND local_date >= :month_from AND local_date < :month_until ORDER BY 1"
    )
    for frame in get_args(Frame)
}


async def starts(session: AsyncSession, user_id: int, frame: Frame, months: tuple[date, date]) -> list[date]:
    """Return when the frames with plays begin, of months from the first until the second."""
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    return list((await session.execute(_STARTS[frame], values)).scalars())


@lru_cache
def _frames(entity: Entity, frame: Frame, leaders: Metric | None) -> TextClause:
    """Collect the months as they are: to add them up here costs less than there."""
    key, table = _MONTHS[entity]
    columns = ", ".join(f"array_send(array_agg({column}))" for column in (key, "plays", "ms_played"))
    only = ""
    if leaders:
        figure = "plays" if leaders == "plays" else "ms_played"
        only = (
            f"AND {key} IN (SELECT {key} FROM {entity}_total "
            f"WHERE user_id = :user_id AND {figure} >= :at_least)"
        )
    start = "month" if frame == "month" else "date_trunc('year', month)::date"
    return text(
        f"SELECT {start} AS start, {columns} FROM {table} "
        "WHERE user_id = :user_id AND month >= :month_from AND month < :month_until "
        f"AND {key} <> 0 {only} GROUP BY 1"
    )


async def frames(
    session: AsyncSession,
    user_id: int,
    query: tuple[Entity, Frame],
    months: tuple[date, date],
    leaders: tuple[Metric, int] | None = None,
) -> dict[date, tuple[bytes, bytes, bytes]]:
    """Return (ids, plays, ms_played) by start of frame, each as ``heard.received`` takes it.

    They are of months from the first until the second. An id may come several times. ``leaders`` leaves
    out who has less than so much of a metric in all time.
    """
    values: dict[str, Any] = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    if leaders:
        values["at_least"] = leaders[1]
    statement = _frames(*query, leaders and leaders[0])
    return {start: (ids, plays, ms) for start, ids, plays, ms in await session.execute(statement, values)}
