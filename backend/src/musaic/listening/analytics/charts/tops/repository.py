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
from musaic.listening.analytics.repository.spans import Entity

ENTITIES: tuple[Entity, ...] = ("track", "artist", "album")
_TOTALS_OF: dict[Entity, Any] = {"track": TrackTotal, "artist": ArtistTotal, "album": AlbumTotal}
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


@lru_cache
def _at_an_end(part: Literal["ever", "since", "until"], entities: tuple[Entity, ...]) -> Any:
    """Return the query of how many of each were ever heard, or since or until ``at``."""
    counts = []
    for entity in entities:
        total = _TOTALS_OF[entity]
        found = select(func.count()).where(total.user_id == bindparam("user_id"))
        if part == "since":
            found = found.where(total.last_at >= bindparam("at"))
        if part == "until":
            found = found.where(total.first_at <= bindparam("at"))
        counts.append(found.scalar_subquery().label(f"{entity}s"))
    return select(*counts)


@lru_cache
def _filtered_totals(shape: Shape) -> TextClause:
    return text(
        "SELECT count(*) AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
        "min(played_at) AS first_listen_at, max(played_at) AS last_listen_at, "
        f"count(DISTINCT local_date) AS days_active FROM ({plays.plays(shape)}) play"
    )


async def totals(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> dict[str, Any]:
    """Return plays, ms_played, first and last listen, and days_active."""
    statement = _filtered_totals(filters.shape) if filters else _TOTALS
    found = await session.execute(statement, plays.values(user_id, span, filters))
    return dict(found.mappings().one())


async def counts(
    session: AsyncSession,
    user_id: int,
    span: Span,
    found: dict[str, Any],
    entities: tuple[Entity, ...] = ENTITIES,
    filters: Filters = UNFILTERED,
) -> dict[str, int]:
    """Return how many tracks, artists and albums a span has whose totals were ``found``."""
    if not filters:
        counted = await _counts_at_an_end(session, plays.values(user_id, span, filters), found, entities)
        if counted is not None:
            return counted
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    everything = await heard(session, user_id, span, entities, filters)
    return {f"{entity}s": len(own) for entity, own in everything.items()}


async def _counts_at_an_end(
    session: AsyncSession, values: dict[str, Any], found: dict[str, Any], entities: tuple[Entity, ...]
) -> dict[str, int] | None:
    """Return the counts of a span with nothing before or nothing after it; None if it has both.

    What such a span has heard was last heard in it or after it, or first heard in it or before it:
    an index knows. Days that a clock set back has mixed up are left to the general way.
    """
    around = (await session.execute(_AROUND, values)).mappings().one()
    before, after = around["before"], around["after"]
    begins, ends = found["first_listen_at"], found["last_listen_at"]
    part: Literal["ever", "since", "until"]
    if before is None and after is None:
        part, at = "ever", None
    elif after is None and begins is not None and before < begins:
        part, at = "since", begins
    elif before is None and ends is not None and after > ends:
        part, at = "until", ends
    else:
        return None
    bound = {"user_id": values["user_id"]} | ({} if at is None else {"at": at})
    return dict((await session.execute(_at_an_end(part, entities), bound)).mappings().one())
