"""The counted plays of a span: whole months from their rollups, the days around them from the listens."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span, rounded
from musaic.listening.analytics.repository.plays import CELL, conditions

Entity = Literal["track", "album", "artist"]
NO_FILTER = UNFILTERED.shape
_SONG = "SELECT track_id, album_id, artist_id, plays, ms_played FROM month_total"
_OPEN = "WHERE user_id = :user_id AND month = ANY(cast(:open AS date[]))"
# Those credited after the first, who is on the play itself: few, and found by an index of their own.
_GUESTS = "(SELECT track_id, artist_id FROM song_artist WHERE user_id = :user_id AND position > 0) g"


def passing(shape: Shape) -> str:
    """Return the query of (track_id, album_id or 0, artist_id, plays, ms_played) of the plays that pass."""
    return (
        "SELECT track_id, coalesce(album_id, 0) AS album_id, artist_id, 1 AS plays, "
        "coalesce(ms_played, 0) AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date >= :first AND local_date <= :last AND {conditions(shape)}"
    )


def has_totals(shape: Shape) -> bool:
    """Tell whether the totals of songs know what passes: which plays were of an album they do not."""
    return "album" not in (*shape[0], *shape[1])


def passing_ever(shape: Shape) -> str:
    """Return the query of the totals of the songs that pass, where they are known."""
    return f"SELECT * FROM track_total WHERE user_id = :user_id AND {conditions(shape)}"


def _edge(side: str) -> str:
    """Return the same of the days around the months: less than nothing where the months are too long."""
    sign = f"cast(:{side}_sign AS bigint)"
    return (
        f"SELECT track_id, coalesce(album_id, 0) AS album_id, artist_id, {sign} AS plays, "
        f"coalesce(ms_played, 0) * {sign} AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date >= :{side}_first AND local_date <= :{side}_last"
    )


_EDGES = " UNION ALL ".join(map(_edge, ("head", "tail")))


def songs(shape: Shape) -> str:
    """Return the query of (track_id, album_id, artist_id, plays, ms_played) beside the sheets of a span.

    These are the rows of its ``open`` months and of the days around months; with a filter, of all that
    passes. Songs come again.
    """
    return passing(shape) if shape != NO_FILTER else f"{_SONG} {_OPEN} UNION ALL {_EDGES}"


def everybody(shape: Shape) -> str:
    """Return ``songs`` and, of no track and no album (0), the same for everybody else credited on them."""
    return (
        f"WITH song AS MATERIALIZED ({songs(shape)}) SELECT * FROM song UNION ALL "
        f"SELECT 0, 0, g.artist_id, plays, ms_played FROM song JOIN {_GUESTS} ON g.track_id = song.track_id"
    )


def open_months(entity: Entity) -> str:
    """Return the query of (month, id, plays, ms_played) of ``open`` months."""
    table = "artist_month" if entity == "artist" else "month_total"
    return f"SELECT month, {entity}_id AS id, plays, ms_played FROM {table} {_OPEN}"


def cells() -> str:
    """Return the query of (cell, plays, ms_played) beside the sheets of a span; cells come again."""
    edges = ", ".join(
        f"(cast(:{side}_first AS date), cast(:{side}_last AS date), cast(:{side}_sign AS bigint))"
        for side in ("head", "tail")
    )
    # Each open month is a stretch of days, like those around the months.
    return (
        "SELECT h.cell, h.plays * s.sign AS plays, h.ms_played * s.sign AS ms_played FROM ("
        "SELECT month, (month + interval '1 month')::date - 1, 1 FROM unnest(cast(:open AS date[])) month "
        f"UNION ALL VALUES {edges}) s (first_day, last_day, sign) CROSS JOIN LATERAL ("
        f"SELECT {CELL} AS cell, plays, ms_played FROM hour_total "
        "WHERE user_id = :user_id AND local_date >= s.first_day AND local_date <= s.last_day) h"
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


def has_rows(values: Mapping[str, Any]) -> bool:
    """Tell whether a span without filters has anything beside the sheets of its months."""
    edges = ((values[f"{side}_first"], values[f"{side}_last"]) for side in ("head", "tail"))
    return bool(values["open"]) or any(first <= last for first, last in edges)


def span_values(user_id: int, span: Span, filters: Filters = UNFILTERED) -> dict[str, Any]:
    """Return the parameters of every query here but ``open``."""
    return {
        "user_id": user_id,
        "first": span.first,
        "last": span.last,
        **asdict(rounded(span)),
        **filters.values(),
    }
