"""What only stories ask: who it is, its rank, its first and last play, and all its plays at once."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, get_args

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import Filters, Kind, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.derived import REAL, SKIP
from musaic.listening.analytics.repository.plays import Figures, conditions, values

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


_RANK: dict[Kind, TextClause] = {
    kind: text(
        f"SELECT 1 + count(*) FROM {kind}_total WHERE user_id = :user_id AND plays >= :plays "
        f"AND (plays, ms_played, -{kind}_id) > (:plays, :ms_played, -cast(:id AS bigint))"
    )
    for kind in get_args(Kind)
}


@lru_cache
def _edge(shape: Shape, direction: str) -> TextClause:
    return text(
        "SELECT p.id AS listen_id, p.played_at AS at, p.track_id, t.title AS track, o.name AS album FROM ("
        "SELECT id, played_at, track_id, album_id FROM listen "
        f"WHERE user_id = :user_id AND counted AND {conditions(shape)} "
        f"ORDER BY played_at {direction}, id {direction} LIMIT 1"
        ") p JOIN track t ON t.id = p.track_id LEFT JOIN album o ON o.id = p.album_id"
    )


@dataclass(frozen=True)
class Portrait:
    """The plays of one thing: (plays, ms_played) by day, hour, track and album; listens by ending."""

    days: dict[date, Figures]
    hours: dict[int, Figures]
    tracks: dict[int, Figures]
    albums: dict[int, Figures]
    endings: dict[str, int]


_PARTS = ("local_date", "local_hour", "track_id", "album_id", "ending")


@lru_cache
def _portrait(shape: Shape) -> TextClause:
    """Read its listens once and group them five ways; those too short to count have an ending too."""

    def heard(which: str) -> str:
        return (
            "SELECT track_id, coalesce(album_id, 0) AS album_id, local_date, local_hour, counted, "
            f"{SKIP} AS ending, "
            f"coalesce(ms_played, 0) AS ms FROM listen WHERE user_id = :user_id AND {which} "
            f"AND local_date BETWEEN :first AND :last AND {conditions(shape)}"
        )

    # Apart: each has an index of its own.
    rows = f"{heard('counted')} UNION ALL {heard(f'NOT counted AND {REAL}')}"
    sets = ", ".join(f"({part})" for part in _PARTS)
    return text(
        f"WITH heard AS MATERIALIZED ({rows}) SELECT {', '.join(_PARTS)}, count(*), "
        "count(*) FILTER (WHERE counted), coalesce(sum(ms) FILTER (WHERE counted), 0)::bigint "
        f"FROM heard GROUP BY GROUPING SETS ({sets})"
    )


async def portrait(session: AsyncSession, user_id: int, span: Span, filters: Filters) -> Portrait:
    """Return the span's plays that pass, all that stories show of them."""
    found = [dict[Any, Figures]() for _ in _PARTS[:-1]]
    endings = {}
    for *keys, listens, plays, ms in await session.execute(
        _portrait(filters.shape), values(user_id, span, filters)
    ):
        place = next(number for number, key in enumerate(keys) if key is not None)
        if place == len(found):
            endings[keys[place]] = int(listens)
        elif plays:
            found[place][keys[place]] = (int(plays), int(ms))
    days, hours, tracks, albums = found
    albums.pop(0, None)
    return Portrait(days, hours, tracks, albums, endings)


async def who(session: AsyncSession, user_id: int, kind: Kind, named: int) -> dict[str, Any] | None:
    """Return id, name, artist and artist_id of what the user has played; None if never."""
    row = (await session.execute(_WHO[kind], {"user_id": user_id, "id": named})).mappings().one_or_none()
    return dict(row) if row else None


async def rank(session: AsyncSession, user_id: int, span: Span, kind: Kind, named: int, own: Figures) -> int:
    """Return the place in the span's top list by plays of what has its ``own`` figures there."""
    if span.whole:
        asked = {"user_id": user_id, "id": named, "plays": own[0], "ms_played": own[1]}
        return int((await session.execute(_RANK[kind], asked)).scalar_one())
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    return (await heard(session, user_id, span, [kind]))[kind].rank(named, *own)


async def edge(session: AsyncSession, user_id: int, filters: Filters, *, last: bool) -> dict[str, Any] | None:
    """Return the first or the last play of all time that passes."""
    statement = _edge(filters.shape, "DESC" if last else "ASC")
    row = (
        (await session.execute(statement, {"user_id": user_id, **filters.values()})).mappings().one_or_none()
    )
    return dict(row) if row else None
