"""The most played song of each year or decade of release."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span, rounded
from musaic.listening.analytics.repository.plays import conditions
from musaic.listening.analytics.repository.spans import counted, span_values

# Nearly every period has its best among the best songs of all; only then others are looked at.
_FIRST_LOOK = 500
# By months from this many more within than without on: a history's totals are as long as so many months.
_MOSTLY = 36
Way = Literal["totals", "listens", "inside", "outside"]

_HISTORY = text("SELECT min(local_date), max(local_date) FROM day_total WHERE user_id = :user_id")


def _months(shape: Shape, sign: str, months: str) -> str:
    return (
        f"SELECT track_id, {sign}plays AS plays, {sign}ms_played AS ms_played FROM month_total "
        f"WHERE user_id = :user_id AND {months} AND {conditions(shape)}"
    )


def _edge(shape: Shape, side: str) -> str:
    sign = f"cast(:{side}_sign AS integer)"
    return (
        f"SELECT track_id, {sign} AS plays, {sign} * ms_played AS ms_played FROM ("
        "SELECT track_id, artist_id, coalesce(album_id, 0) AS album_id, coalesce(ms_played, 0) AS ms_played "
        f"FROM listen WHERE user_id = :user_id AND counted AND local_date >= :{side}_first "
        f"AND local_date <= :{side}_last) p WHERE {conditions(shape)}"
    )


def _totals(shape: Shape) -> str:
    return (
        f"SELECT track_id, plays, ms_played FROM track_total WHERE user_id = :user_id AND {conditions(shape)}"
    )


def _rows(shape: Shape, way: Way) -> str:
    """Return the query of (track_id, plays, ms_played), several rows a song, some to be taken off."""
    if way == "listens":
        return f"SELECT track_id, plays, ms_played FROM ({counted(shape)}) p"
    edges = [_edge(shape, "head"), _edge(shape, "tail")]
    if way == "inside":
        inside = _months(shape, "", "month >= :month_from AND month < :month_until")
        return " UNION ALL ".join((inside, *edges))
    before = _months(shape, "-", "month < :month_from")
    after = _months(shape, "-", "month >= :month_until")
    return " UNION ALL ".join((_totals(shape), before, after, *edges))


def _songs(shape: Shape, way: Way) -> str:
    """Return the part ``song`` (track_id, plays, ms_played) of a statement, one row a song.

    The sums are exact: milliseconds of a song are far fewer than a double tells apart, and adding
    doubles costs half as much as adding eight-byte integers.
    """
    if way == "totals":
        # The best of them are found by an index.
        return f"song AS NOT MATERIALIZED ({_totals(shape)})"
    return (
        "song AS MATERIALIZED ("
        "SELECT track_id, sum(plays::integer) AS plays, sum(ms_played::float8) AS ms_played "
        f"FROM ({_rows(shape, way)}) played GROUP BY 1 HAVING sum(plays::integer) > 0)"
    )


@lru_cache
def _best(shape: Shape, way: Way, *, by_time: bool) -> TextClause:
    first, second = ("ms_played", "plays") if by_time else ("plays", "ms_played")
    order = f"{first} DESC, {second} DESC, track_id"
    best = (
        "SELECT DISTINCT ON (period) label::integer / :years * :years AS period, track_id, plays, ms_played"
    )
    return text(
        f"""
        WITH {_songs(shape, way)}, early AS MATERIALIZED (
            {best} FROM (SELECT * FROM song ORDER BY {order} LIMIT {_FIRST_LOOK}) s CROSS JOIN LATERAL (
                SELECT label FROM song_label l
                WHERE l.user_id = :user_id AND l.track_id = s.track_id AND l.kind = 'year' OFFSET 0
            ) l ORDER BY period, {order}
        ), missing AS MATERIALIZED (
            SELECT year::varchar AS label FROM unnest(cast(:known AS integer[])) k (year)
            WHERE year / :years * :years NOT IN (SELECT period FROM early)
        ), rare AS MATERIALIZED (
            SELECT label, track_id FROM missing CROSS JOIN LATERAL (
                SELECT track_id FROM song_label l
                WHERE l.user_id = :user_id AND l.kind = 'year' AND l.label = missing.label OFFSET 0
            ) l
        ), late AS (
            {best} FROM (SELECT * FROM song WHERE (track_id IN (SELECT track_id FROM rare)) IS TRUE) s
            JOIN rare USING (track_id) ORDER BY period, {order}
        )
        SELECT period, track_id AS id, t.title AS name, a.name AS artist, plays,
            ms_played::bigint AS ms_played
        FROM (SELECT * FROM early UNION ALL SELECT * FROM late) best
        JOIN track t ON t.id = best.track_id JOIN artist a ON a.id = t.artist_id
        """
    )


async def of_years(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters = UNFILTERED,
    *,
    known: Collection[int],
    years: int,
    by_time: bool,
) -> dict[int, dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}`` of the most played song of each run of ``years``.

    ``known`` are the years of release of what was played.
    """
    way = await _way(session, user_id, span, filters)
    values = {**span_values(user_id, span, filters), **asdict(rounded(span)), "years": years}
    statement = _best(filters.shape, way, by_time=by_time)
    rows = (await session.execute(statement, {**values, "known": list(known)})).mappings()
    return {row["period"]: {name: row[name] for name in row if name != "period"} for row in rows}


async def _way(session: AsyncSession, user_id: int, span: Span, filters: Filters) -> Way:
    """Return where to read the songs of the span from, so that it is little."""
    on_albums = "album" in (*filters.only.kinds, *filters.exclude.kinds)
    if span.whole and not on_albums:
        return "totals"
    if filters.only.kinds:
        return "listens"
    cut = rounded(span)
    if on_albums or _months_between(cut.month_from, cut.month_until) <= _MOSTLY:
        return "inside"
    first, last = (await session.execute(_HISTORY, {"user_id": user_id})).one()
    if first is None:
        return "inside"
    inside = _months_between(max(cut.month_from, first), min(cut.month_until, last))
    return "outside" if 2 * inside - _months_between(first, last) > _MOSTLY else "inside"


def _months_between(first: date, last: date) -> int:
    return max(0, 12 * (last.year - first.year) + last.month - first.month)
