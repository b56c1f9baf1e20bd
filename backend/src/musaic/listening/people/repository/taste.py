"""What one person hears, read in that person's own transaction; and the names of a few things."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity, figures, named, span_values, totals


@lru_cache
def _figures(entity: Entity) -> TextClause:
    return text(f"SELECT id, plays, ms_played FROM ({figures(entity)}) found")


@lru_cache
def _known(entity: Entity) -> TextClause:
    return text(f"SELECT id FROM ({totals(entity)}) ever WHERE first_at < :until")


@lru_cache
def _names(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(cast(:ids AS bigint[])) AS id", "page.id"))


async def all_figures(
    session: AsyncSession, user_id: int, span: Span, entity: Entity
) -> dict[int, tuple[int, int]]:
    """Return (plays, ms_played) of everything that the user played in the span, by id."""
    rows = await session.execute(_figures(entity), span_values(user_id, span))
    return {key: (plays, ms) for key, plays, ms in rows}


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
