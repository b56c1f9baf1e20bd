"""Favourites gone quiet, milestones and one-hit wonders."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.spans import (
    GUESTS,
    Entity,
    Reach,
    counted,
    figures,
    named,
    reach_of,
    span_values,
)
from musaic.listening.analytics.repository.top import Metric, ranked_by


@lru_cache
def _forgotten(entity: Entity, metric: Metric, reach: Reach) -> TextClause:
    key, table = f"{entity}_id", f"{entity}_total"
    if reach is Reach.EVER:
        source = (
            f"SELECT {key} AS id, plays, ms_played, last_at FROM {table} "
            "WHERE user_id = :user_id AND last_at < :quiet_since AND plays >= :at_least"
        )
        order = ranked_by(metric, "desc", table, key)
    else:
        source = (
            f"SELECT found.*, t.last_at FROM ({figures(entity, reach=reach)}) found JOIN {table} t "
            f"ON t.user_id = :user_id AND t.{key} = found.id AND t.last_at < :quiet_since "
            "WHERE found.plays >= :at_least"
        )
        order = ranked_by(metric, "desc", "found")
    return text(named(entity, f"{source} ORDER BY {order} LIMIT :limit", ranked_by(metric)))


async def forgotten(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return favourites last played before quiet_since; ``values`` hold it, at_least and limit."""
    reach = await reach_of(session, user_id, span)
    bound = {**span_values(user_id, span), **values}
    result = await session.execute(_forgotten(entity, metric, reach), bound)
    return [dict(row) for row in result.mappings()]


# Days in which a goal lies are found by how many goals are reached before and after them.
_MILESTONES = text(
    """
    WITH day AS (
        SELECT local_date, sum(CASE WHEN :by_time THEN ms_played ELSE plays END) OVER w AS after,
            CASE WHEN :by_time THEN ms_played ELSE plays END AS own
        FROM day_total WHERE user_id = :user_id WINDOW w AS (ORDER BY local_date)
    ), hit AS (
        SELECT local_date, goal, goal - (after - own) AS missing
        FROM day JOIN unnest(CAST(:goals AS bigint[])) goal ON goal > after - own AND goal <= after
        WHERE width_bucket(after, CAST(:goals AS numeric[]))
                > width_bucket(after - own, CAST(:goals AS numeric[]))
            AND local_date BETWEEN :first AND :last
    )
    SELECT hit.goal, p.played_at AS at, hit.local_date AS day, p.track_id, t.title AS track, a.name AS artist
    FROM hit CROSS JOIN LATERAL (
        SELECT played_at, id, track_id FROM (
            SELECT played_at, id, track_id,
                sum(CASE WHEN :by_time THEN coalesce(ms_played, 0) ELSE 1 END)
                    OVER (ORDER BY played_at, id) AS come
            FROM listen WHERE user_id = :user_id AND counted AND local_date = hit.local_date
        ) l WHERE come >= hit.missing ORDER BY played_at, id LIMIT 1
    ) p
    JOIN track t ON t.id = p.track_id JOIN artist a ON a.id = t.artist_id
    ORDER BY hit.goal
    """
)


async def milestones(
    session: AsyncSession, user_id: int, span: Span, goals: Sequence[int], *, by_time: bool
) -> list[dict[str, Any]]:
    """Return the plays that reached each of ``goals`` (plays, or milliseconds) on a day of the span."""
    values = {
        "user_id": user_id,
        "first": span.first,
        "last": span.last,
        "goals": list(goals),
        "by_time": by_time,
    }
    return [dict(row) for row in (await session.execute(_MILESTONES, values)).mappings()]


@lru_cache
def _one_hits(metric: Metric, reach: Reach) -> TextClause:
    """Find the artists with one single track in what was played, or by totals that agree."""
    order = ranked_by(metric, "desc", "found", "track_id")
    if reach is Reach.WITHIN:
        source = (
            f"SELECT * FROM (SELECT artist_id AS id, min(track_id) AS track_id, {sums.BOTH} FROM ("
            f"SELECT artist_id, track_id, plays, ms_played FROM ({counted()}) played UNION ALL "
            f"SELECT g.artist_id, played.track_id, plays, ms_played FROM ({counted()}) played "
            f"JOIN {GUESTS} ON g.track_id = played.track_id) credited GROUP BY 1 "
            f"HAVING min(track_id) = max(track_id) AND {sums.PLAYS} >= :at_least) found"
        )
    else:
        # An artist whose plays are those of one of its tracks has no other.
        source = (
            "SELECT found.* FROM (SELECT c.artist_id AS id, s.id AS track_id, s.plays, s.ms_played "
            f"FROM ({figures('track', reach=reach)}) s "
            "JOIN song_artist c ON c.user_id = :user_id AND c.track_id = s.id "
            f"JOIN ({figures('artist', reach=reach)}) a ON a.id = c.artist_id AND a.plays = s.plays "
            "WHERE s.plays >= :at_least) found"
        )
    return text(
        f"WITH page AS MATERIALIZED ({source} ORDER BY {order} LIMIT :limit) "
        "SELECT page.*, a.name, o.title AS track FROM page "
        "JOIN artist a ON a.id = page.id JOIN track o ON o.id = page.track_id "
        f"ORDER BY {ranked_by(metric, 'desc', 'page', 'track_id')}"
    )


async def one_hits(
    session: AsyncSession, user_id: int, span: Span, metric: Metric, *, at_least: int, limit: int
) -> list[dict[str, Any]]:
    """Return ``{id, name, track_id, track, plays, ms_played}`` of artists with one single track."""
    reach = await reach_of(session, user_id, span)
    values = {**span_values(user_id, span), "at_least": at_least, "limit": limit}
    result = await session.execute(_one_hits(metric, reach), values)
    return [dict(row) for row in result.mappings()]
