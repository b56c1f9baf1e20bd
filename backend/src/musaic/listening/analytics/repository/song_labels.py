"""Which genres and year each song has: ``song_label``, as the tags of its spellings and artist say.

A song has its own genres, whatever source gave them to whichever spelling, or else those of its
first credited artist; and the earliest year that anybody tells: a remaster is as old as its song.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# The songs to look at: of the plan of names that was put last, of the staged import, of some spellings.
_PLANNED = "SELECT DISTINCT track_id FROM name_touched"
_STAGED = """
    SELECT DISTINCT s.track_id FROM catalog_name n
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = n.track_id WHERE n.uses > 0
"""
_SPELLED = """
    SELECT DISTINCT s.track_id FROM unnest(cast(:ids AS bigint[])) n (id) CROSS JOIN LATERAL (
        SELECT track_id FROM song_name s WHERE s.user_id = :user_id AND s.named_track_id = n.id OFFSET 0
    ) s
"""
# What ``song`` should have. Looked up song by song (``OFFSET`` sees to that): the server may have no
# statistics yet, and would rather read all names and tags of a user.
_OF_SOME = """
own AS MATERIALIZED (
    SELECT DISTINCT song.track_id, g.tag FROM song CROSS JOIN LATERAL (
        SELECT named_track_id FROM song_name s WHERE s.user_id = :user_id AND s.track_id = song.track_id
        OFFSET 0
    ) s CROSS JOIN LATERAL (
        SELECT tag FROM track_tag g WHERE g.user_id = :user_id AND g.track_id = s.named_track_id OFFSET 0
    ) g
), fresh AS MATERIALIZED (
    SELECT track_id, 'genre' AS kind, tag AS label FROM own
    UNION ALL
    SELECT song.track_id, 'genre', g.tag FROM song CROSS JOIN LATERAL (
        SELECT artist_id FROM track t WHERE t.id = song.track_id OFFSET 0
    ) t CROSS JOIN LATERAL (
        SELECT DISTINCT tag FROM artist_tag g WHERE g.user_id = :user_id AND g.artist_id = t.artist_id
    ) g WHERE NOT EXISTS (SELECT FROM own WHERE own.track_id = song.track_id)
    UNION ALL
    SELECT song.track_id, 'year', min(y.year)::varchar FROM song CROSS JOIN LATERAL (
        SELECT named_track_id FROM song_name s WHERE s.user_id = :user_id AND s.track_id = song.track_id
        OFFSET 0
    ) s CROSS JOIN LATERAL (
        SELECT year FROM track_year y WHERE y.user_id = :user_id AND y.track_id = s.named_track_id OFFSET 0
    ) y GROUP BY song.track_id
)
"""
_OF_ALL = """
own AS MATERIALIZED (
    SELECT DISTINCT s.track_id, g.tag FROM track_tag g
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = g.track_id WHERE g.user_id = :user_id
), fresh AS MATERIALIZED (
    SELECT track_id, 'genre' AS kind, tag AS label FROM own
    UNION ALL
    SELECT DISTINCT a.track_id, 'genre', g.tag FROM artist_tag g
    JOIN song_artist a ON a.user_id = :user_id AND a.artist_id = g.artist_id AND a.position = 0
    WHERE g.user_id = :user_id AND a.track_id NOT IN (SELECT track_id FROM own)
    UNION ALL
    SELECT s.track_id, 'year', min(y.year)::varchar FROM track_year y
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = y.track_id
    WHERE y.user_id = :user_id GROUP BY s.track_id
)
"""


def _change_some(songs: str) -> TextClause:
    """Return what puts ``songs`` right and tells what changed, also whose genre or year is unknown."""
    return text(
        f"""
        WITH song AS MATERIALIZED ({songs}), {_OF_SOME}, before AS MATERIALIZED (
            SELECT song.track_id, l.kind, l.label FROM song CROSS JOIN LATERAL (
                SELECT kind, label FROM song_label l
                WHERE l.user_id = :user_id AND l.track_id = song.track_id OFFSET 0
            ) l
        ), gone AS (
            DELETE FROM song_label l USING (SELECT * FROM before EXCEPT SELECT * FROM fresh) g
            WHERE l.user_id = :user_id AND l.track_id = g.track_id AND l.kind = g.kind AND l.label = g.label
            RETURNING l.track_id, l.kind, l.label
        ), come AS (
            INSERT INTO song_label (user_id, track_id, kind, label)
            SELECT :user_id, c.* FROM (SELECT * FROM fresh EXCEPT SELECT * FROM before) c
            RETURNING track_id, kind, label
        ), unknown AS (
            SELECT track_id, kind, EXISTS (
                SELECT FROM before b WHERE b.track_id = c.track_id AND b.kind = c.kind
            ) AS was, EXISTS (SELECT FROM fresh f WHERE f.track_id = c.track_id AND f.kind = c.kind) AS is_now
            FROM (SELECT track_id, kind FROM gone UNION SELECT track_id, kind FROM come) c
        )
        SELECT track_id, kind, label, -1 FROM gone
        UNION ALL SELECT track_id, kind, label, 1 FROM come
        UNION ALL SELECT track_id, kind, '', CASE WHEN was THEN 1 ELSE -1 END FROM unknown WHERE was <> is_now
        """
    )


_CHANGE_PLANNED = _change_some(_PLANNED)
_CHANGE_STAGED = _change_some(_STAGED)
_CHANGE_SPELLED = _change_some(_SPELLED)
# Nearly always nothing or little of what is there changes.
_CHANGE_ALL = text(
    f"""
    WITH {_OF_ALL}, before AS MATERIALIZED (
        SELECT track_id, kind, label FROM song_label WHERE user_id = :user_id
    ), gone AS (
        DELETE FROM song_label l USING (SELECT * FROM before EXCEPT SELECT * FROM fresh) g
        WHERE l.user_id = :user_id AND l.track_id = g.track_id AND l.kind = g.kind AND l.label = g.label
        RETURNING 1
    ), come AS (
        INSERT INTO song_label (user_id, track_id, kind, label)
        SELECT :user_id, c.* FROM (SELECT * FROM fresh EXCEPT SELECT * FROM before) c
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM come)
    """
)


class Change(NamedTuple):
    """A label that a song lost (``sign`` -1) or got (1); the label '' is that of songs without any."""

    track_id: int
    kind: str
    label: str
    sign: int


async def change_planned(session: AsyncSession, user_id: int) -> list[Change]:
    """Put the songs right whose names were planned and put, or forgotten; return what changed."""
    return [Change(*row) for row in await session.execute(_CHANGE_PLANNED, {"user_id": user_id})]


async def change_staged(session: AsyncSession, user_id: int) -> list[Change]:
    """Put the songs of the staged import right, whose names are resolved; return what changed."""
    return [Change(*row) for row in await session.execute(_CHANGE_STAGED, {"user_id": user_id})]


async def change_spelled(session: AsyncSession, user_id: int, track_ids: Sequence[int]) -> list[Change]:
    """Put the songs right that a few tracks spell; return what changed."""
    values = {"user_id": user_id, "ids": list(track_ids)}
    return [Change(*row) for row in await session.execute(_CHANGE_SPELLED, values)]


async def change_all(session: AsyncSession, user_id: int) -> bool:
    """Put all songs right; tell whether anything changed."""
    return bool((await session.execute(_CHANGE_ALL, {"user_id": user_id})).scalar_one())
