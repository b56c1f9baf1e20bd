"""What one person hears, read in that person's own transaction; and the names of a few things."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.spans import Entity, named
from musaic.listening.people.months import Days

_DAYS = text(
    "SELECT coalesce(sum(plays), 0)::bigint AS plays, coalesce(sum(ms_played), 0)::bigint AS ms_played, "
    "count(*) AS days_active FROM day_total "
    "WHERE user_id = :user_id AND local_date >= :first AND local_date <= :last"
)


@lru_cache
def _known(entity: Entity) -> TextClause:
    return text(f"SELECT {entity}_id FROM {entity}_total WHERE user_id = :user_id AND first_at < :until")


@lru_cache
def _names(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(cast(:ids AS bigint[])) AS id", "page.id"))


async def figures(
    session: AsyncSession, user_id: int, days: Days, entities: Sequence[Entity]
) -> dict[Entity, dict[int, tuple[int, int]]]:
    """Return (plays, ms_played) of everything that the user played in the days shown, by id."""
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    everything = await heard(session, user_id, days.span, entities)
    return {
        entity: dict(
            zip(one.ids.tolist(), zip(one.plays.tolist(), one.ms.tolist(), strict=True), strict=True)
        )
        for entity, one in everything.items()
    }


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
