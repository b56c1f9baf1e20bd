"""What only stories ask: who it is, its rank, its first and last play."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import Filters, Kind, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.plays import conditions
from musaic.listening.analytics.repository.spans import figures, span_values

# The user's totals decide what there is: the shared catalogue alone answers nothing.
_WHO: dict[Kind, TextClause] = {
    "artist": text(
        "SELECT a.id, a.name, NULL::varchar AS artist, NULL::bigint AS artist_id FROM artist_total s "
        "JOIN artist a ON a.id = s.artist_id WHERE s.user_id = :user_id AND s.artist_id = :id"
    ),
    "album": text(
        "SELECT o.id, o.name, a.name AS artist, a.id AS artist_id FROM album_total s JOIN album o "
        "ON o.id = s.album_id JOIN artist a ON a.id = o.artist_id "
        "WHERE s.user_id = :user_id AND s.album_id = :id"
    ),
    "track": text(
        "SELECT o.id, o.title AS name, a.name AS artist, a.id AS artist_id FROM track_total s JOIN track o "
        "ON o.id = s.track_id JOIN artist a ON a.id = o.artist_id "
        "WHERE s.user_id = :user_id AND s.track_id = :id"
    ),
}


@lru_cache
def _rank(kind: Kind, *, ever: bool) -> TextClause:
    if ever:
        source = f"SELECT {kind}_id AS id, plays, ms_played FROM {kind}_total WHERE user_id = :user_id"
    else:
        source = figures(kind)
    return text(
        f"WITH found AS MATERIALIZED ({source}), own AS (SELECT * FROM found WHERE id = :id) "
        "SELECT 1 + count(*) FROM found, own WHERE (found.plays, found.ms_played, -found.id) "
        "> (own.plays, own.ms_played, -own.id) HAVING EXISTS (SELECT FROM own)"
    )


@lru_cache
def _edge(shape: Shape, direction: str) -> TextClause:
    return text(
        "SELECT p.id AS listen_id, p.played_at AS at, p.track_id, t.title AS track, o.name AS album FROM ("
        "SELECT id, played_at, track_id, album_id FROM listen "
        f"WHERE user_id = :user_id AND counted AND {conditions(shape)} "
        f"ORDER BY played_at {direction}, id {direction} LIMIT 1"
        ") p JOIN track t ON t.id = p.track_id LEFT JOIN album o ON o.id = p.album_id"
    )


async def who(session: AsyncSession, user_id: int, kind: Kind, named: int) -> dict[str, Any] | None:
    """Return id, name, artist and artist_id of what the user has played; None if never."""
    row = (await session.execute(_WHO[kind], {"user_id": user_id, "id": named})).mappings().one_or_none()
    return dict(row) if row else None


async def rank(session: AsyncSession, user_id: int, span: Span, kind: Kind, named: int) -> int | None:
    """Return the place in the span's top list by plays."""
    values = {**span_values(user_id, span), "id": named}
    found = (await session.execute(_rank(kind, ever=span.whole), values)).scalar_one_or_none()
    return None if found is None else int(found)


async def edge(session: AsyncSession, user_id: int, filters: Filters, *, last: bool) -> dict[str, Any] | None:
    """Return the first or the last play of all time that passes."""
    statement = _edge(filters.shape, "DESC" if last else "ASC")
    row = (
        (await session.execute(statement, {"user_id": user_id, **filters.values()})).mappings().one_or_none()
    )
    return dict(row) if row else None
