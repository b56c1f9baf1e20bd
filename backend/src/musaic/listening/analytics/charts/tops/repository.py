"""Totals of a span: plays, time, days, and how many different tracks, artists and albums."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.models import DayTotal
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import plays
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.models import ListeningState

ENTITIES: tuple[Entity, ...] = ("track", "artist", "album")
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


_EVER = select(ListeningState.tracks, ListeningState.artists, ListeningState.albums).where(
    ListeningState.user_id == bindparam("user_id")
)
_NOTHING = {"tracks": 0, "artists": 0, "albums": 0}


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


async def ever(session: AsyncSession, user_id: int) -> dict[str, int]:
    """Return how many tracks, artists and albums were ever played."""
    found = (await session.execute(_EVER, {"user_id": user_id})).mappings().one_or_none()
    return dict(found or _NOTHING)


async def counts(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entities: tuple[Entity, ...] = ENTITIES,
    filters: Filters = UNFILTERED,
) -> dict[str, int]:
    """Return how many the span has of each of ``entities``, perhaps of others as well."""
    if span.whole and not filters:
        return await ever(session, user_id)
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    everything = await heard(session, user_id, span, entities, filters)
    return {f"{entity}s": len(own) for entity, own in everything.items()}
