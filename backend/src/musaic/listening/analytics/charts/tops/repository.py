"""Totals of a span: plays, time, days, and how many different tracks, artists and albums."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.models import AlbumTotal, ArtistTotal, DayTotal, TrackTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import plays
from musaic.listening.analytics.repository.spans import Entity, Reach, figures, reach_of, rows, span_values

_ENTITIES: tuple[Entity, ...] = ("track", "artist", "album")
_TOTALS = select(
    func.coalesce(func.sum(DayTotal.plays), 0).label("plays"),
    func.coalesce(func.sum(DayTotal.ms_played), 0).label("ms_played"),
    func.min(DayTotal.first_at).label("first_listen_at"),
    func.max(DayTotal.last_at).label("last_listen_at"),
    func.count().label("days_active"),
).where(
    DayTotal.user_id == bindparam("user_id"),
    DayTotal.local_date >= bindparam("first"),
    DayTotal.local_date <= bindparam("last"),
)
_AROUND = select(
    select(func.max(DayTotal.last_at))
    .where(DayTotal.user_id == bindparam("user_id"), DayTotal.local_date < bindparam("first"))
    .scalar_subquery()
    .label("before"),
    select(func.min(DayTotal.first_at))
    .where(DayTotal.user_id == bindparam("user_id"), DayTotal.local_date > bindparam("last"))
    .scalar_subquery()
    .label("after"),
)


def _counts(part: Literal["ever", "since", "until"]) -> Any:
    """Return the query of how many tracks, artists and albums were ever heard, or since or until ``at``."""
    counts = []
    for total, name in ((TrackTotal, "tracks"), (ArtistTotal, "artists"), (AlbumTotal, "albums")):
        found = select(func.count()).where(total.user_id == bindparam("user_id"))
        if part == "since":
            found = found.where(total.last_at >= bindparam("at"))
        if part == "until":
            found = found.where(total.first_at <= bindparam("at"))
        counts.append(found.scalar_subquery().label(name))
    return select(*counts)


_EVER, _SINCE, _UNTIL = _counts("ever"), _counts("since"), _counts("until")


@lru_cache
def _distinct(shape: Shape, reach: Reach) -> TextClause:
    """Count each apart: three hashed groupings are far cheaper than sorts for each DISTINCT."""
    counts = []
    for entity in _ENTITIES:
        if reach is Reach.WITHIN:
            found = f"SELECT FROM ({rows(entity, [''], shape)}) played GROUP BY id"
        else:
            found = figures(entity, shape, reach=reach)
        counts.append(f"(SELECT count(*) FROM ({found}) found) AS {entity}s")
    return text(f"SELECT {', '.join(counts)}")


@lru_cache
def _filtered_totals(shape: Shape) -> TextClause:
    return text(
        "SELECT count(*) AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
        "min(played_at) AS first_listen_at, max(played_at) AS last_listen_at, "
        f"count(DISTINCT local_date) AS days_active FROM ({plays.plays(shape)}) play"
    )


async def summary(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> dict[str, Any]:
    """Return plays, ms_played, first and last listen, days_active, tracks, artists and albums."""
    values = plays.values(user_id, span, filters)
    statement = _filtered_totals(filters.shape) if filters else _TOTALS
    found = dict((await session.execute(statement, values)).mappings().one())
    counts = None if filters else await _counts_at_an_end(session, values, found)
    if counts is None:
        reach = await reach_of(session, user_id, span, filters)
        values = span_values(user_id, span, filters)
        counts = dict((await session.execute(_distinct(filters.shape, reach), values)).mappings().one())
    return found | counts


async def _counts_at_an_end(
    session: AsyncSession, values: dict[str, Any], found: dict[str, Any]
) -> dict[str, Any] | None:
    """Return the counts of a span with nothing before or nothing after it; None if it has both.

    What such a span has heard was last heard in it or after it, or first heard in it or before it:
    an index knows. Days that a clock set back has mixed up are left to the general way.
    """
    around = (await session.execute(_AROUND, values)).mappings().one()
    before, after = around["before"], around["after"]
    begins, ends = found["first_listen_at"], found["last_listen_at"]
    if before is None and after is None:
        statement, at = _EVER, None
    elif after is None and begins is not None and before < begins:
        statement, at = _SINCE, begins
    elif before is None and ends is not None and after > ends:
        statement, at = _UNTIL, ends
    else:
        return None
    bound = {"user_id": values["user_id"]} | ({} if at is None else {"at": at})
    return dict((await session.execute(statement, bound)).mappings().one())
