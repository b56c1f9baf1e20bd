"""First listens, and how many there were."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.spans import (
    Entity,
    named,
)

_BETWEEN = "user_id = :user_id AND first_at >= :since AND first_at < :until"
_ENTITIES: tuple[Entity, ...] = ("track", "artist", "album")
_EDGES = text(
    "SELECT min(first), max(last) FROM ("
    + " UNION ALL ".join(
        f"SELECT min(first_at) AS first, max(first_at) AS last FROM {entity}_total WHERE {_BETWEEN}"
        for entity in _ENTITIES
    )
    + ") edge"
)
# To count between two places of an index is far cheaper than to look for the month of each row.
_BY_MONTH = text(
    "SELECT place - 1, "
    + ", ".join(
        f"(SELECT count(*) FROM {entity}_total WHERE user_id = :user_id "
        "AND first_at >= since AND first_at < until)"
        for entity in _ENTITIES
    )
    + " FROM unnest(cast(:since AS timestamptz[]), cast(:until AS timestamptz[])) "
    "WITH ORDINALITY month (since, until, place)"
)


def _firsts(entity: Entity, direction: str) -> TextClause:
    key = f"{entity}_id"
    page = (
        f"SELECT {key} AS id, first_at, last_at, plays, ms_played FROM {entity}_total WHERE {_BETWEEN} "
        f"ORDER BY first_at {direction}, {key} {direction} LIMIT :limit OFFSET :offset"
    )
    return text(named(entity, page, f"page.first_at {direction}, page.id {direction}"))


_FIRSTS = {
    (entity, order): _firsts(entity, direction)
    for entity in _ENTITIES
    for order, direction in (("newest", "DESC"), ("oldest", "ASC"))
}


async def edges(
    session: AsyncSession, user_id: int, since: datetime, until: datetime
) -> tuple[datetime | None, datetime | None]:
    """Return when the first and the last of the first listens between two moments were."""
    row = (await session.execute(_EDGES, _moments(user_id, since, until))).one()
    return row[0], row[1]


async def by_month(
    session: AsyncSession, user_id: int, months: Sequence[datetime]
) -> dict[int, tuple[int, int, int]]:
    """Return how many tracks, artists and albums were first heard, by index in ``months``.

    These are the moments at which months begin; the last only ends the last of them.
    """
    values = {"user_id": user_id, "since": list(months[:-1]), "until": list(months[1:])}
    rows = await session.execute(_BY_MONTH, values)
    return {int(month): (int(tracks), int(artists), int(albums)) for month, tracks, artists, albums in rows}


async def firsts(
    session: AsyncSession,
    user_id: int,
    query: tuple[Entity, str],
    between: tuple[datetime, datetime],
    *,
    limit: int,
    offset: int,
) -> list[dict[str, Any]]:
    """Return a page of first listens of an entity, ``newest`` or ``oldest`` first."""
    values = {**_moments(user_id, *between), "limit": limit, "offset": offset}
    return [dict(row) for row in (await session.execute(_FIRSTS[query], values)).mappings()]


def _moments(user_id: int, since: datetime, until: datetime) -> dict[str, Any]:
    return {"user_id": user_id, "since": since, "until": until}
