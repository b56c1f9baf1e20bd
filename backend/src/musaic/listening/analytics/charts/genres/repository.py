"""Plays by genre, and by the year of a song's first release: song by song, then by what is known of it."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import RAW_UP_TO_DAYS, Span
from musaic.listening.analytics.repository.genres import genres
from musaic.listening.analytics.repository.spans import counted, span_values

# The earliest that any source says of any spelling: a remaster is as old as its song.
_YEARS = """
released AS MATERIALIZED (
    SELECT s.track_id, min(y.year)::integer AS year FROM track_year y
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = y.track_id
    WHERE y.user_id = :user_id GROUP BY 1
)
"""


# Whole histories are grouped by texts; the default of 4 MB would send that to disk.
_ROOM = text("SET LOCAL work_mem = '64MB'")


@dataclass(frozen=True)
class Group:
    """What some songs have in common (None: nothing is known of them), with their figures."""

    key: Any
    plays: int
    ms_played: int
    tracks: int


def _songs(shape: Shape, *, ever: bool) -> str:
    """Return the query of (track_id, artist_id, plays, ms_played), one row a song."""
    if ever:
        return (
            "SELECT track_id, a.artist_id, plays, ms_played FROM track_total "
            "JOIN song_artist a USING (user_id, track_id) WHERE user_id = :user_id AND a.position = 0"
        )
    return (
        "SELECT track_id, min(artist_id) AS artist_id, sum(plays)::bigint AS plays, "
        "sum(ms_played)::bigint AS ms_played "
        f"FROM ({counted(shape)}) counted GROUP BY 1"
    )


@lru_cache
def _by_genre(shape: Shape, *, ever: bool, many: bool) -> TextClause:
    return text(
        f"WITH song AS MATERIALIZED ({_songs(shape, ever=ever)}), {genres(many=many)} "
        "SELECT tag, sum(plays)::bigint, sum(ms_played)::bigint, sum(tracks)::bigint, false FROM ("
        "SELECT tag, plays, ms_played, 1 AS tracks FROM song JOIN own USING (track_id) UNION ALL "
        "SELECT tag, plays, ms_played, tracks FROM rest LEFT JOIN theirs USING (artist_id)"
        ") told GROUP BY 1 UNION ALL "
        "SELECT NULL, coalesce(sum(plays), 0)::bigint, coalesce(sum(ms_played), 0)::bigint, count(*), true "
        "FROM song"
    )


@lru_cache
def _by_year(shape: Shape, *, ever: bool) -> TextClause:
    return text(
        f"WITH song AS MATERIALIZED ({_songs(shape, ever=ever)}), {_YEARS} "
        "SELECT year, sum(plays)::bigint, sum(ms_played)::bigint, count(*) "
        "FROM song LEFT JOIN released USING (track_id) GROUP BY 1"
    )


@lru_cache
def _best_of_years(shape: Shape, *, ever: bool, by_time: bool) -> TextClause:
    first, second = ("ms_played", "plays") if by_time else ("plays", "ms_played")
    return text(
        f"WITH song AS MATERIALIZED ({_songs(shape, ever=ever)}), {_YEARS}, best AS ("
        "SELECT DISTINCT ON (period) year / :years * :years AS period, track_id, plays, ms_played "
        "FROM song JOIN released USING (track_id) "
        f"ORDER BY period, {first} DESC, {second} DESC, track_id) "
        "SELECT period, track_id AS id, t.title AS name, a.name AS artist, plays, ms_played "
        "FROM best JOIN track t ON t.id = best.track_id JOIN artist a ON a.id = t.artist_id"
    )


def _values(user_id: int, span: Span, filters: Filters, *, ever: bool) -> dict[str, Any]:
    return {"user_id": user_id} if ever else span_values(user_id, span, filters)


async def by_genre(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> tuple[list[Group], Group]:
    """Return every genre (None: the songs of no known genre), and what all songs come to.

    A song is of all of its genres, so they add up to more.
    """
    ever = span.whole and not filters
    many = not filters.only.kinds and (span.last - span.first).days > RAW_UP_TO_DAYS
    statement = _by_genre(filters.shape, ever=ever, many=many)
    groups, total = [], Group(None, 0, 0, 0)
    await session.execute(_ROOM)
    for *values, is_total in await session.execute(statement, _values(user_id, span, filters, ever=ever)):
        group = Group(*values)
        if is_total:
            total = group
        else:
            groups.append(group)
    return groups, total


async def by_year(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED
) -> list[Group]:
    """Return every year of a first release, and under None the songs whose year is not known."""
    ever = span.whole and not filters
    statement = _by_year(filters.shape, ever=ever)
    return [
        Group(*row) for row in await session.execute(statement, _values(user_id, span, filters, ever=ever))
    ]


async def best_of_years(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters = UNFILTERED,
    *,
    years: int,
    by_time: bool,
) -> dict[int, dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}`` of the most played song of each run of ``years``."""
    ever = span.whole and not filters
    statement = _best_of_years(filters.shape, ever=ever, by_time=by_time)
    values = _values(user_id, span, filters, ever=ever) | {"years": years}
    rows = (await session.execute(statement, values)).mappings()
    return {row["period"]: {name: row[name] for name in row if name != "period"} for row in rows}
