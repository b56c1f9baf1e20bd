"""The counted plays of a span: whole months from their rollup, the days around them from the listens."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from enum import Enum
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span, parts
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.plays import conditions

Entity = Literal["track", "album", "artist"]
NO_FILTER = UNFILTERED.shape


_DAY = timedelta(days=1)
_NEVER = Span().first - _DAY
# What is shorter is never worth a look at how long the history is.
SHORT_DAYS = 400
_HISTORY = text("SELECT min(local_date), max(local_date) FROM day_total WHERE user_id = :user_id")
# Those credited after the first, who is on the play itself: few, and found by an index of their own.
GUESTS = "(SELECT track_id, artist_id FROM song_artist WHERE user_id = :user_id AND position > 0) g"


class Reach(Enum):
    """How to come by the figures of a span: by its own plays, or as totals less those around it."""

    WITHIN = "within"
    AROUND = "around"
    EVER = "ever"


async def history_of(session: AsyncSession, user_id: int) -> Span | None:
    """Return the days from the first play to the last; None before any."""
    first, last = (await session.execute(_HISTORY, {"user_id": user_id})).one()
    return None if first is None else Span(first, last)


async def reach_of(session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED) -> Reach:
    """Return the reach by which least has to be read of the span."""
    if filters.only.kinds:
        return Reach.WITHIN
    if span.whole:
        return Reach.EVER
    if (span.last - span.first).days < SHORT_DAYS:
        return Reach.WITHIN
    history = await history_of(session, user_id)
    return Reach.AROUND if history and _is_most_of(history, span) else Reach.WITHIN


def _is_most_of(history: Span, span: Span) -> bool:
    inside = (min(span.last, history.last) - max(span.first, history.first)).days
    return 2 * inside > (history.last - history.first).days


def counted(shape: Shape = NO_FILTER, prefix: str = "", *, days: bool = True) -> str:
    """Return the query of (track_id, album_id or 0, artist_id, plays, ms_played), several rows a song.

    What passes ``only`` is little and found by its index, so it is read from the listens alone. A
    statement over two spans tells their parameters apart by ``prefix``. Without ``days`` it is of whole
    months alone, which costs less where there are no others.
    """
    if shape[0]:
        return _days(f"{prefix}whole", shape)
    months = (
        "SELECT track_id, album_id, artist_id, plays, ms_played FROM month_total "
        f"WHERE user_id = :user_id AND month >= :{prefix}month_from AND month < :{prefix}month_until "
        f"AND {conditions(shape)}"
    )
    if not days:
        return months
    return " UNION ALL ".join((months, _days(f"{prefix}head", shape), _days(f"{prefix}tail", shape)))


def _days(edge: str, shape: Shape) -> str:
    return (
        "SELECT track_id, coalesce(album_id, 0) AS album_id, artist_id, 1 AS plays, "
        "coalesce(ms_played, 0) AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date >= :{edge}_first AND local_date <= :{edge}_last AND {conditions(shape)}"
    )


def figures(entity: Entity, shape: Shape = NO_FILTER, prefix: str = "", reach: Reach = Reach.WITHIN) -> str:
    """Return the query of (id, plays, ms_played) of a span; plays of no known album are of none.

    Every credited artist of a song has the whole of its plays. ``reach`` is how to come by them.
    """
    if reach is Reach.WITHIN:
        return _summed(entity, [prefix], shape)
    less = []
    if reach is Reach.AROUND:
        less.append(_summed(entity, [f"{prefix}before_", f"{prefix}after_"]))
    if shape[1]:
        less.append(_summed(entity, [prefix], (shape[1], ())))
    if not less:
        return f"SELECT {entity}_id AS id, plays, ms_played FROM {entity}_total WHERE user_id = :user_id"
    if len(less) > 1:
        both = " UNION ALL ".join(f"SELECT * FROM ({part}) part" for part in less)
        less = [f"SELECT id, {sums.BOTH} FROM ({both}) left_out GROUP BY 1"]
    return (
        f"SELECT t.{entity}_id AS id, t.plays - coalesce(less.plays, 0) AS plays, "
        f"t.ms_played - coalesce(less.ms_played, 0) AS ms_played FROM {entity}_total t "
        f"LEFT JOIN ({less[0]}) less ON less.id = t.{entity}_id "
        "WHERE t.user_id = :user_id AND t.plays > coalesce(less.plays, 0)"
    )


def _summed(entity: Entity, prefixes: Sequence[str], shape: Shape = NO_FILTER) -> str:
    """Return ``figures`` of the spans of ``prefixes`` together, added up from months and days."""
    return f"SELECT id, {sums.BOTH} FROM ({rows(entity, prefixes, shape)}) counted GROUP BY 1"


def rows(entity: Entity, prefixes: Sequence[str], shape: Shape = NO_FILTER) -> str:
    """Return the query of (id, plays, ms_played) of the spans of ``prefixes``, several rows for each id."""
    if entity == "artist" and shape == NO_FILTER:
        return _artists(prefixes)
    songs = " UNION ALL ".join(counted(shape, prefix) for prefix in prefixes)
    if entity == "artist":
        return (
            f"WITH song AS MATERIALIZED (SELECT track_id, artist_id, {sums.BOTH} FROM ({songs}) counted "
            "GROUP BY 1, 2) SELECT artist_id AS id, plays, ms_played FROM song UNION ALL "
            f"SELECT g.artist_id, plays, ms_played FROM song JOIN {GUESTS} ON g.track_id = song.track_id"
        )
    known = " WHERE album_id <> 0" if entity == "album" else ""
    return f"SELECT {entity}_id AS id, plays, ms_played FROM ({songs}) counted{known}"


def _artists(prefixes: Sequence[str]) -> str:
    """Return ``rows`` of all artists: their months have a rollup of their own."""
    edges = " UNION ALL ".join(
        _days(f"{prefix}{edge}", NO_FILTER) for prefix in prefixes for edge in ("head", "tail")
    )
    months = " UNION ALL ".join(
        "SELECT artist_id AS id, plays, ms_played FROM artist_month WHERE user_id = :user_id "
        f"AND month >= :{prefix}month_from AND month < :{prefix}month_until"
        for prefix in prefixes
    )
    return (
        f"WITH edge AS MATERIALIZED ({edges}) {months} UNION ALL "
        "SELECT artist_id, plays, ms_played FROM edge UNION ALL "
        f"SELECT g.artist_id, plays, ms_played FROM edge JOIN {GUESTS} ON g.track_id = edge.track_id"
    )


def totals(entity: Entity) -> str:
    """Return the query of (id, plays, ms_played, first_at, last_at) of all time."""
    return (
        f"SELECT {entity}_id AS id, plays, ms_played, first_at, last_at "
        f"FROM {entity}_total WHERE user_id = :user_id"
    )


def named(entity: Entity, page: str, order: str) -> str:
    """Return ``page``, a query with an id, with ``name`` and ``artist`` (null for artists), by ``order``."""
    if entity == "artist":
        names = "a.name, NULL::varchar AS artist FROM page JOIN artist a ON a.id = page.id"
    else:
        name = "o.title" if entity == "track" else "o.name"
        names = (
            f"{name} AS name, a.name AS artist FROM page JOIN {entity} o ON o.id = page.id "
            "JOIN artist a ON a.id = o.artist_id"
        )
    return f"WITH page AS MATERIALIZED ({page}) SELECT page.*, {names} ORDER BY {order}"


def span_values(user_id: int, span: Span, filters: Filters = UNFILTERED, prefix: str = "") -> dict[str, Any]:
    """Return the parameters of ``counted`` and of ``figures``, whatever its reach."""
    cuts = {
        "": span,
        "before_": Span(last=max(span.first - _DAY, _NEVER)),
        "after_": Span(first=min(span.last, Span().last) + _DAY),
    }
    values: dict[str, Any] = {"user_id": user_id, **filters.values()}
    if not filters.only.kinds:
        # What is left out is asked for by itself where it is taken from the totals.
        values |= Filters(only=filters.exclude).values()
    for part, days in cuts.items():
        cut = {**asdict(parts(days)), "whole_first": days.first, "whole_last": days.last}
        values |= {f"{prefix}{part}{name}": day for name, day in cut.items()}
    return values
