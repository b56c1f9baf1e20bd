"""Plays by genre and by year of release, from the rollups of labels; filtered ones song by song."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.plays import Figures
from musaic.listening.analytics.repository.spans import has_totals, passing, passing_ever, span_values

Kind = Literal["genre", "year"]
# What songs without a genre or a year are under; None stands for all plays there are.
UNKNOWN = ""
Told = dict[str | None, Figures]

_LABELS = """
    SELECT label FROM song_label l
    WHERE l.user_id = :user_id AND l.track_id = {song}.track_id AND l.kind = :kind OFFSET 0
"""
_EVER = text(
    f"""
    SELECT label, plays, ms_played FROM label_total WHERE user_id = :user_id AND kind = :kind
    UNION ALL
    SELECT NULL, coalesce({sums.PLAYS}, 0), coalesce({sums.MS}, 0) FROM label_total
    WHERE user_id = :user_id AND kind = 'year'
    """
)


def _edge(side: str) -> str:
    return (
        f"SELECT track_id, count(*) * :{side}_sign AS plays, coalesce(sum(ms_played), 0) * :{side}_sign "
        "AS ms_played FROM listen WHERE user_id = :user_id AND counted "
        f"AND local_date >= :{side}_first AND local_date <= :{side}_last GROUP BY 1"
    )


_WITHIN = text(
    f"""
    WITH edge AS MATERIALIZED ({_edge("head")} UNION ALL {_edge("tail")})
    SELECT label, {sums.BOTH} FROM (
        SELECT label, plays, ms_played FROM label_month
        WHERE user_id = :user_id AND kind = :kind AND month >= :month_from AND month < :month_until
        UNION ALL
        SELECT coalesce(label, ''), plays, ms_played
        FROM edge LEFT JOIN LATERAL ({_LABELS.format(song="edge")}) l ON true
    ) told GROUP BY 1 HAVING {sums.PLAYS} > 0
    UNION ALL
    SELECT NULL, coalesce({sums.PLAYS}, 0), coalesce({sums.MS}, 0) FROM day_total
    WHERE user_id = :user_id AND local_date >= :first AND local_date <= :last
    """
)


@lru_cache
def _of_songs(shape: Shape, *, totals: bool) -> TextClause:
    if totals:
        songs = passing_ever(shape)
    else:
        plays = "count(*) AS plays, sum(ms_played) AS ms_played"
        songs = f"SELECT track_id, {plays} FROM ({passing(shape)}) p GROUP BY 1"
    return text(
        f"""
        WITH song AS MATERIALIZED ({songs})
        SELECT coalesce(label, ''), {sums.BOTH}
        FROM song LEFT JOIN LATERAL ({_LABELS.format(song="song")}) l ON true GROUP BY 1
        UNION ALL
        SELECT NULL, coalesce({sums.PLAYS}, 0), coalesce({sums.MS}, 0) FROM song
        """
    )


async def told(
    session: AsyncSession, user_id: int, span: Span, kind: Kind, filters: Filters = UNFILTERED
) -> Told:
    """Return (plays, ms_played) by genre or year of the plays that pass.

    A song is of all of its genres, so they add up to more than what there is.
    """
    if filters.only.kinds:
        statement = _of_songs(filters.shape, totals=span.whole and has_totals(filters.shape))
        values = span_values(user_id, span, filters)
    elif span.whole:
        statement, values = _EVER, {"user_id": user_id}
    else:
        statement, values = _WITHIN, span_values(user_id, span)
    rows = await session.execute(statement, {**values, "kind": kind})
    found: Told = {label: (int(plays), int(ms)) for label, plays, ms in rows}
    if filters.exclude.kinds and not filters.only.kinds:
        # What is left out is mostly little.
        less = await told(session, user_id, span, kind, Filters(only=filters.exclude))
        found = _less(found, less)
    return found


def _less(found: Told, less: Told) -> Told:
    left: Told = {}
    for label, (plays, ms) in found.items():
        plays_out, ms_out = less.get(label, (0, 0))
        if plays > plays_out or label is None:
            left[label] = (plays - plays_out, ms - ms_out)
    return left
