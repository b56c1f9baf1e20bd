"""``listening_session``: runs of plays, cut anew only where plays came or went.

A play belongs to the session of the one before it unless it begins too long after that one's end. So a
play that comes or goes can change the session that it lies in and where the next one begins, and
nothing beyond: the plays between two changes that are far apart are not even read.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# A session ends where nothing begins for this long after a play's end.
SESSION_GAP = "interval '30 minutes'"
COLUMNS = "user_id, started_at, ended_at, local_date, plays, ms_played"
# Looking up where two changes begin and end costs about as much as reading the plays of half a day.
_APART = "interval '12 hours'"
# No clock has ever been further from UTC.
_FURTHEST = "interval '16 hours'"

_SESSIONS = f"""
    SELECT cast(:user_id AS bigint), min(played_at), max(ended_at), min(local_date), count(*), sum(ms)::bigint
    FROM (
        SELECT *, count(*) FILTER (WHERE begins) OVER (ORDER BY played_at, id) AS number FROM (
            SELECT id, played_at, local_date, ended_at, ms, coalesce(
                stretch <> lag(stretch) OVER before OR played_at - lag(ended_at) OVER before > {SESSION_GAP},
                true
            ) AS begins
            FROM (
                SELECT l.id, l.played_at, l.local_date, coalesce(l.ms_played, 0) AS ms,
                    l.played_at + coalesce(l.ms_played, 0) * interval '1 millisecond' AS ended_at,
                    {{stretch}} AS stretch
                FROM {{listens}} WHERE l.user_id = :user_id AND l.counted AND {{condition}}
            ) play
            WINDOW before AS (ORDER BY played_at, id)
        ) marked
    ) numbered
    GROUP BY number
"""
RECOMPUTED = _SESSIONS.format(stretch="true", listens="listen l", condition="true")

# From the session that a change lies in, or follows, to the end of the one after it. ``changed`` may be
# plays that are not in the sessions yet, or still.
_AROUND = f"""
stretch AS (
    SELECT min(played_at) AS first, max(played_at) AS last FROM (
        SELECT played_at, count(*) FILTER (WHERE apart) OVER (ORDER BY played_at) AS number FROM (
            SELECT played_at, played_at - lag(played_at) OVER (ORDER BY played_at) > {_APART} AS apart
            FROM changed
        ) c
    ) n GROUP BY number
), reach AS MATERIALIZED (
    SELECT coalesce((
        SELECT max(s.started_at) FROM listening_session s
        WHERE s.user_id = :user_id AND s.started_at <= first
    ), first) AS since, coalesce((
        SELECT s.started_at FROM listening_session s
        WHERE s.user_id = :user_id AND s.started_at > last ORDER BY s.started_at OFFSET 1 LIMIT 1
    ), timestamptz 'infinity') AS until
    FROM stretch
), around AS MATERIALIZED (
    SELECT min(since) AS since, max(until) AS until,
        (min(since) - {_FURTHEST})::date AS first_date, (max(until) + {_FURTHEST})::date AS last_date
    FROM (
        SELECT since, until, count(*) FILTER (WHERE apart) OVER (ORDER BY since, until) AS number FROM (
            SELECT since, until, since >= max(until) OVER (
                ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS apart
            FROM reach
        ) r
    ) n GROUP BY number
)"""
# Stretch by stretch: where the server knows too little of a user it would read everything for each. The
# dates only help the index; as columns, because row-level security lets no other expression near it.
_CUT = _SESSIONS.format(
    stretch="l.since",
    listens="""around a CROSS JOIN LATERAL (
        SELECT i.*, a.since FROM listen i
        WHERE i.user_id = :user_id AND i.counted AND i.local_date BETWEEN a.first_date AND a.last_date
            AND i.played_at >= a.since AND i.played_at < a.until OFFSET 0
    ) l""",
    condition="{which}",
)
# What stays as it was is not written, and nothing is deleted and inserted at once: the two would meet.
_PUT = f"""
was AS MATERIALIZED (
    SELECT s.* FROM around a CROSS JOIN LATERAL (
        SELECT * FROM listening_session i
        WHERE i.user_id = :user_id AND i.started_at >= a.since AND i.started_at < a.until OFFSET 0
    ) s
), uncut AS (
    DELETE FROM listening_session s WHERE s.user_id = :user_id
        AND s.started_at IN (SELECT started_at FROM was EXCEPT SELECT started_at FROM cut)
), sessions AS (
    INSERT INTO listening_session AS s ({COLUMNS})
    SELECT c.* FROM cut c LEFT JOIN was w USING (started_at)
    WHERE (w.ended_at, w.local_date, w.plays, w.ms_played)
        IS DISTINCT FROM (c.ended_at, c.local_date, c.plays, c.ms_played)
    ON CONFLICT (user_id, started_at) DO UPDATE SET ended_at = excluded.ended_at,
        local_date = excluded.local_date, plays = excluded.plays, ms_played = excluded.ms_played
)"""
# Parts of a statement that has added the plays ``changed``.
ADDITIONS = (_AROUND, f"cut ({COLUMNS}) AS MATERIALIZED ({_CUT.format(which='true')})", _PUT)


def redo(condition: str) -> TextClause:
    """Return what cuts sessions anew around the listens of ``condition``, for ``run``."""
    changed = f"SELECT l.played_at FROM listen l WHERE l.user_id = :user_id AND {condition}"
    cut = _CUT.format(which="NOT l.id = ANY(CAST(:without AS bigint[]))")
    return text(
        f"WITH changed AS ({changed}), {_AROUND}, cut ({COLUMNS}) AS MATERIALIZED ({cut}), {_PUT} "
        "SELECT count(*) FROM cut"
    )


async def run(
    session: AsyncSession, statement: TextClause, values: dict[str, Any], *, without: Sequence[int] = ()
) -> None:
    """Cut anew by a statement of ``redo``, as if the listens ``without`` were not there."""
    await session.execute(statement, {**values, "without": list(without)})
