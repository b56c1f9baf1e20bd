"""The conditions of filters, and the figures of filtered plays by day, hour or both.

Statements are built once for each shape of filters; ids are their parameters. Nothing but the
constants of this package is ever written into a statement.
"""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import FilterKind, Filters, Shape
from musaic.listening.analytics.ranges import Span

Figures = tuple[int, int]
Group = Literal["hour", "weekday", "cell", "day"]
_IS: dict[FilterKind, str] = {
    # Everybody who is credited on a song, as in the list of artists.
    "artist": "track_id IN (SELECT track_id FROM song_artist "
    "WHERE user_id = :user_id AND artist_id = ANY(:{0}_artist))",
    "album": "album_id = ANY(:{0}_album)",
    "track": "track_id = ANY(:{0}_track)",
    "genre": "track_id IN (SELECT track_id FROM song_label "
    "WHERE user_id = :user_id AND kind = 'genre' AND label = ANY(:{0}_genre))",
}


def weekday(day: str) -> str:
    """Return the number of a day of the week, 0 for Monday; ``extract`` would reckon in decimals."""
    return f"(({day} - DATE '0001-01-01') % 7)"


# An hour of the week, Monday's first.
CELL = f"{weekday('local_date')} * 24 + local_hour"
_GROUPS: dict[Group, str] = {
    "hour": "local_hour",
    "weekday": weekday("local_date"),
    "cell": CELL,
    "day": "local_date",
}


def conditions(shape: Shape) -> str:
    """Return what filters of ``shape`` ask of a row with track_id, album_id and artist_id, as SQL."""
    only, exclude = shape
    found = ["true"]
    if only:
        found.append("(" + " OR ".join(_IS[kind].format("only") for kind in only) + ")")
    if exclude:
        # A play without an album is of no excluded album: null must not turn into "unknown".
        any_of = " OR ".join(f"coalesce({_IS[kind].format('exclude')}, false)" for kind in exclude)
        found.append(f"NOT ({any_of})")
    return " AND ".join(found)


def plays(shape: Shape) -> str:
    """Return the query of the counted listens of a span that pass filters of ``shape``."""
    return (
        "SELECT id, track_id, album_id, artist_id, local_date, local_hour, played_at, "
        "coalesce(ms_played, 0) AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date BETWEEN :first AND :last AND {conditions(shape)}"
    )


def values(user_id: int, span: Span, filters: Filters) -> dict[str, Any]:
    """Return the parameters of a statement over ``plays``."""
    return {"user_id": user_id, "first": span.first, "last": span.last, **filters.values()}


@lru_cache
def _grouped(group: Group, shape: Shape) -> TextClause:
    return text(
        f"SELECT {_GROUPS[group]} AS key, count(*), sum(ms_played)::bigint "
        f"FROM ({plays(shape)}) play GROUP BY 1"
    )


async def grouped(
    session: AsyncSession, user_id: int, span: Span, group: Group, filters: Filters
) -> dict[Any, Figures]:
    """Return (plays, ms_played) of the plays that pass, by ``group``, read row by row."""
    rows = await session.execute(_grouped(group, filters.shape), values(user_id, span, filters))
    return {key: (int(count), int(ms)) for key, count, ms in rows}


Whole = Callable[[AsyncSession, int, Span], Awaitable[Mapping[Any, Figures]]]


async def narrowed(
    session: AsyncSession, user_id: int, span: Span, group: Group, filters: Filters, whole: Whole
) -> Mapping[Any, Figures]:
    """Return the figures of the plays that pass; ``whole`` gives those of everything from rollups.

    What is left out is mostly little, so it is read and taken from the whole.
    """
    if not filters:
        return await whole(session, user_id, span)
    if filters.only.kinds:
        return await grouped(session, user_id, span, group, filters)
    less = await grouped(session, user_id, span, group, Filters(only=filters.exclude))
    left = {}
    for key, (count, ms) in (await whole(session, user_id, span)).items():
        plays_out, ms_out = less.get(key, (0, 0))
        if count > plays_out:
            left[key] = (count - plays_out, ms - ms_out)
    return left
