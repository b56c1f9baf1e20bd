"""What one person hears, read in that person's own transaction; and the names of a few things."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.spans import Entity, Reach, figures, named, span_values, totals
from musaic.listening.people.months import Days

_DAYS = text(
    "SELECT coalesce(sum(plays), 0)::bigint AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
    "count(*) AS days_active FROM day_total "
    "WHERE user_id = :user_id AND local_date >= :first AND local_date <= :last"
)


def _reach(days: Days) -> Reach:
    """Of all time there are totals: what is not shown yet is far less to read than all months."""
    return Reach.AROUND if days.first is None else Reach.WITHIN


@lru_cache
def _figures(entity: Entity, reach: Reach) -> TextClause:
    return text(f"SELECT id, plays, ms_played FROM ({figures(entity, reach=reach)}) found")


@lru_cache
def _count(entity: Entity, reach: Reach) -> TextClause:
    return text(f"SELECT count(*) FROM ({figures(entity, reach=reach)}) found")


@lru_cache
def _known(entity: Entity) -> TextClause:
    return text(f"SELECT id FROM ({totals(entity)}) ever WHERE first_at < :until")


@lru_cache
def _names(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(cast(:ids AS bigint[])) AS id", "page.id"))


async def all_figures(
    session: AsyncSession, user_id: int, days: Days, entity: Entity
) -> dict[int, tuple[int, int]]:
    """Return (plays, ms_played) of everything that the user played in the days shown, by id."""
    rows = await session.execute(_figures(entity, _reach(days)), span_values(user_id, days.span))
    return {key: (plays, ms) for key, plays, ms in rows}


async def count(session: AsyncSession, user_id: int, days: Days, entity: Entity) -> int:
    """Return how many different ones the user played in the days shown."""
    statement = _count(entity, _reach(days))
    return int((await session.execute(statement, span_values(user_id, days.span))).scalar_one())


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
