"""What one person hears, read in that person's own transaction; and the names of a few things."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity, figures, named, span_values, totals
from musaic.listening.people.months import Days

_DAYS = text(
    "SELECT coalesce(sum(plays), 0)::bigint AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
    "count(*) AS days_active FROM day_total "
    "WHERE user_id = :user_id AND local_date >= :first AND local_date <= :last"
)


def _played(entity: Entity, *, ever: bool) -> str:
    """Return the query of (id, plays, ms_played) of the days shown.

    Of all time they are the totals without what is not shown yet: far less to read than all months.
    """
    if not ever:
        return figures(entity)
    return (
        "SELECT t.id, t.plays - coalesce(late.plays, 0) AS plays, "
        f"t.ms_played - coalesce(late.ms_played, 0) AS ms_played FROM ({totals(entity)}) t "
        f"LEFT JOIN ({figures(entity, prefix='late_')}) late ON late.id = t.id "
        "WHERE t.plays > coalesce(late.plays, 0)"
    )


@lru_cache
def _figures(entity: Entity, *, ever: bool) -> TextClause:
    return text(f"SELECT id, plays, ms_played FROM ({_played(entity, ever=ever)}) found")


@lru_cache
def _count(entity: Entity, *, ever: bool) -> TextClause:
    return text(f"SELECT count(*) FROM ({_played(entity, ever=ever)}) found")


@lru_cache
def _known(entity: Entity) -> TextClause:
    return text(f"SELECT id FROM ({totals(entity)}) ever WHERE first_at < :until")


@lru_cache
def _names(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(cast(:ids AS bigint[])) AS id", "page.id"))


def _values(user_id: int, days: Days) -> dict[str, Any]:
    if days.first is None:
        return span_values(user_id, Span(first=days.today), prefix="late_")
    return span_values(user_id, days.span)


async def all_figures(
    session: AsyncSession, user_id: int, days: Days, entity: Entity
) -> dict[int, tuple[int, int]]:
    """Return (plays, ms_played) of everything that the user played in the days shown, by id."""
    statement = _figures(entity, ever=days.first is None)
    rows = await session.execute(statement, _values(user_id, days))
    return {key: (plays, ms) for key, plays, ms in rows}


async def count(session: AsyncSession, user_id: int, days: Days, entity: Entity) -> int:
    """Return how many different ones the user played in the days shown."""
    statement = _count(entity, ever=days.first is None)
    return int((await session.execute(statement, _values(user_id, days))).scalar_one())


async def sums(session: AsyncSession, user_id: int, days: Days) -> dict[str, int]:
    """Return plays, ms_played and days_active of the days shown."""
    values = {"user_id": user_id, "first": days.span.first, "last": days.span.last}
    return dict((await session.execute(_DAYS, values)).mappings().one())


async def known(session: AsyncSession, user_id: int, entity: Entity, until: datetime) -> frozenset[int]:
    """Return the ids of everything that the user has ever heard before ``until``."""
    rows = await session.execute(_known(entity), {"user_id": user_id, "until": until})
    return frozenset(rows.scalars())


async def names(
    session: AsyncSession, entity: Entity, ids: Iterable[int]
) -> dict[int, tuple[str, str | None]]:
    """Return (name, artist) by id, artist None for artists; give only ids that the caller may know."""
    rows = await session.execute(_names(entity), {"ids": sorted(set(ids))})
    return {row.id: (row.name, row.artist) for row in rows}
