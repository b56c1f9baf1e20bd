"""Favourites gone quiet, and milestones."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.ranking import Metric, ranked_by
from musaic.listening.analytics.repository.spans import Entity, named


@lru_cache
def _forgotten(entity: Entity, metric: Metric) -> TextClause:
    key, table = f"{entity}_id", f"{entity}_total"
    source = (
        f"SELECT {key} AS id, plays, ms_played, last_at FROM {table} "
        "WHERE user_id = :user_id AND last_at < :quiet_since AND plays >= :at_least"
    )
    order = ranked_by(metric, "desc", table, key)
    return text(named(entity, f"{source} ORDER BY {order} LIMIT :limit", ranked_by(metric)))


@lru_cache
def _quiet(entity: Entity) -> TextClause:
    """Only what was played so often ever can have been in a span."""
    return text(
        f"SELECT {entity}_id, last_at FROM {entity}_total "
        "WHERE user_id = :user_id AND last_at < :quiet_since AND plays >= :at_least"
    )


async def forgotten(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return favourites last played before quiet_since; ``values`` hold it, at_least and limit."""
    bound = {"user_id": user_id, **values}
    if span.whole:
        result = await session.execute(_forgotten(entity, metric), bound)
        return [dict(row) for row in result.mappings()]
    import numpy as np  # noqa: PLC0415  costs a start

    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415

    bound.pop("limit")
    last_at = {int(key): last for key, last in await session.execute(_quiet(entity), bound)}
    found = (await heard(session, user_id, span, [entity]))[entity]
    left = found.where(found.plays >= values["at_least"]).only(np.fromiter(last_at, np.int64))
    rows = await called.with_names(session, entity, left.best(metric, values["limit"]))
    return [{**row, "last_at": last_at[row["id"]]} for row in rows]


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
