"""The counted plays of a span: whole months from their rollup, the days around them from the listens."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from dataclasses import asdict
from typing import Any, Literal

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span, parts
from musaic.listening.analytics.repository.plays import conditions

Entity = Literal["track", "album", "artist"]
NO_FILTER = UNFILTERED.shape
# Those credited after the first, who is on the play itself: few, and found by an index of their own.
GUESTS = "(SELECT track_id, artist_id FROM song_artist WHERE user_id = :user_id AND position > 0) g"


def counted(shape: Shape = NO_FILTER, prefix: str = "") -> str:
    """Return the query of (track_id, album_id or 0, artist_id, plays, ms_played), several rows a song.

    What passes ``only`` is little and found by its index, so it is read from the listens alone. A
    statement over two spans tells their parameters apart by ``prefix``.
    """
    if shape[0]:
        return _days(f"{prefix}whole", shape)
    months = (
        "SELECT track_id, album_id, artist_id, plays, ms_played FROM month_total "
        f"WHERE user_id = :user_id AND month >= :{prefix}month_from AND month < :{prefix}month_until "
        f"AND {conditions(shape)}"
    )
    return " UNION ALL ".join((months, _days(f"{prefix}head", shape), _days(f"{prefix}tail", shape)))


def _days(edge: str, shape: Shape) -> str:
    return (
        "SELECT track_id, coalesce(album_id, 0) AS album_id, artist_id, 1 AS plays, "
        "coalesce(ms_played, 0) AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date >= :{edge}_first AND local_date <= :{edge}_last AND {conditions(shape)}"
    )


def figures(entity: Entity, shape: Shape = NO_FILTER, prefix: str = "") -> str:
    """Return the query of (id, plays, ms_played) of a span; plays of no known album are of none.

    Every credited artist of a song has the whole of its plays.
    """
    if entity == "artist" and shape == NO_FILTER:
        return _artists(prefix)
    if entity == "artist":
        return (
            "WITH song AS MATERIALIZED (SELECT track_id, artist_id, sum(plays) AS plays, "
            f"sum(ms_played) AS ms_played FROM ({counted(shape, prefix)}) counted GROUP BY 1, 2) "
            "SELECT id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played FROM ("
            "SELECT artist_id AS id, plays, ms_played FROM song UNION ALL "
            f"SELECT g.artist_id, plays, ms_played FROM song JOIN {GUESTS} ON g.track_id = song.track_id"
            ") credited GROUP BY 1"
        )
    known = " WHERE album_id <> 0" if entity == "album" else ""
    return (
        f"SELECT {entity}_id AS id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played "
        f"FROM ({counted(shape, prefix)}) counted{known} GROUP BY 1"
    )


def _artists(prefix: str) -> str:
    """Return ``figures`` of all artists: their months have a rollup of their own."""
    edges = f"{_days(f'{prefix}head', NO_FILTER)} UNION ALL {_days(f'{prefix}tail', NO_FILTER)}"
    return (
        f"WITH edge AS MATERIALIZED ({edges}) "
        "SELECT artist_id AS id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played FROM ("
        "SELECT artist_id, plays, ms_played FROM artist_month WHERE user_id = :user_id "
        f"AND month >= :{prefix}month_from AND month < :{prefix}month_until UNION ALL "
        "SELECT artist_id, plays, ms_played FROM edge UNION ALL "
        f"SELECT g.artist_id, plays, ms_played FROM edge JOIN {GUESTS} ON g.track_id = edge.track_id"
        ") credited GROUP BY 1"
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
    """Return the parameters of ``counted``."""
    cut = {**asdict(parts(span)), "whole_first": span.first, "whole_last": span.last}
    return {"user_id": user_id, **{f"{prefix}{name}": day for name, day in cut.items()}, **filters.values()}
