"""Which listens repeat another one, worked out anew from the raw rows after each change.

Because the answer depends on nothing but the rows, taking an import back also brings back what
its rows had hidden. Rows are hidden, never deleted, and never for closeness in time alone: the
song is always the same, as the sources name it: a user's rules about names neither hide nor show.

1. Spotify's extended history repeats itself: the same song with the same offline stamp, or the
   same item with the same duration ended less than 30 seconds apart.
2. The account data repeat the extended history: the same song with the same duration, ended in
   the same minute. One row hides one row.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_RESOLVE = """
WITH stepped AS (
    SELECT id, named_track_id AS track_id, ms_played, stamped_at, source_key, offline_at,
        coalesce(stamped_at - lag(stamped_at) OVER same < interval '30 seconds', false) AS repeats
    FROM listen
    WHERE user_id = :user_id AND source = 'spotify'
    WINDOW same AS (PARTITION BY source_key, ms_played ORDER BY stamped_at, id)
), grouped AS (
    SELECT *, count(*) FILTER (WHERE NOT repeats) OVER (
        PARTITION BY source_key, ms_played ORDER BY stamped_at, id
    ) AS run
    FROM stepped
), led AS (
    SELECT id, track_id, ms_played, stamped_at,
        CASE WHEN repeats THEN
            first_value(id) OVER (PARTITION BY source_key, ms_played, run ORDER BY stamped_at, id)
        END AS run_leader,
        CASE WHEN offline_at IS NOT NULL THEN first_value(id) OVER (
            PARTITION BY track_id, offline_at ORDER BY ms_played DESC NULLS LAST, stamped_at, id
        ) END AS stamp_leader
    FROM grouped
), extended AS (
    SELECT id, track_id, ms_played, stamped_at, coalesce(nullif(stamp_leader, id), run_leader) AS twin_of
    FROM led
), account AS (
    SELECT id, named_track_id AS track_id, ms_played, stamped_at, row_number() OVER (
        PARTITION BY named_track_id, ms_played, stamped_at ORDER BY id
    ) AS nth
    FROM listen
    WHERE user_id = :user_id AND source = 'spotify_account'
), candidate AS (
    SELECT id, track_id, ms_played, date_trunc('minute', stamped_at, 'UTC') AS ended, row_number() OVER (
        PARTITION BY track_id, ms_played, date_trunc('minute', stamped_at, 'UTC') ORDER BY stamped_at, id
    ) AS nth
    FROM extended
    WHERE twin_of IS NULL AND EXISTS (SELECT FROM account)
), twin AS MATERIALIZED (
    SELECT id, twin_of FROM extended WHERE twin_of IS NOT NULL
    UNION ALL
    SELECT a.id, c.id FROM account a JOIN candidate c
        ON c.track_id = a.track_id AND c.ms_played = a.ms_played AND c.ended = a.stamped_at AND c.nth = a.nth
), hidden AS (
    UPDATE listen l SET twin_of = t.twin_of, counted = false FROM twin t
    WHERE l.user_id = :user_id AND l.id = t.id AND l.twin_of IS DISTINCT FROM t.twin_of
    RETURNING 1
), shown AS (
    UPDATE listen l SET twin_of = NULL, counted = is_play AND excluded_by IS NULL
    WHERE l.user_id = :user_id AND l.twin_of IS NOT NULL AND NOT EXISTS (SELECT FROM twin t WHERE t.id = l.id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM hidden) + (SELECT count(*) FROM shown)
"""

_HIDDEN = "SELECT count(*) FROM listen WHERE user_id = :user_id AND twin_of IS NOT NULL"


async def resolve(session: AsyncSession, user_id: int) -> int:
    """Hide and show the user's listens by the rules above; return how many rows changed."""
    return int((await session.execute(text(_RESOLVE), {"user_id": user_id})).scalar_one())


async def count_hidden(session: AsyncSession, user_id: int) -> int:
    """Return how many of the user's listens repeat another one."""
    return int((await session.execute(text(_HIDDEN), {"user_id": user_id})).scalar_one())
