"""Listens that come one by one: insert, look for the same play from elsewhere, find, delete."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.repository.twins import APART, ARTIST, COARSE, FAMILY, SPOTIFY, TITLE

_INSERT = text(
    """
    INSERT INTO listen (
        user_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
        track_id, artist_id, album_id, named_track_id, named_album_id, ms_played, is_play, counted,
        platform, recording_mbid, isrc, client, length_ms
    )
    SELECT
        :user_id, :source, source_key, source_item, stamped_at, stamped_at,
        (stamped_at AT TIME ZONE :timezone)::date, extract(hour FROM stamped_at AT TIME ZONE :timezone),
        track_id, artist_id, album_id, track_id, album_id, ms_played, true, true,
        platform, recording_mbid, isrc, :client, length_ms
    FROM unnest(
        cast(:source_keys AS bigint[]), cast(:source_items AS varchar[]),
        cast(:stamps AS timestamptz[]), cast(:track_ids AS bigint[]), cast(:artist_ids AS bigint[]),
        cast(:album_ids AS bigint[]), cast(:ms AS integer[]), cast(:platforms AS varchar[]),
        cast(:mbids AS uuid[]), cast(:isrcs AS varchar[]), cast(:lengths AS integer[])
    ) AS n (
        source_key, source_item, stamped_at, track_id, artist_id, album_id, ms_played, platform,
        recording_mbid, isrc, length_ms
    )
    ORDER BY stamped_at
    ON CONFLICT (user_id, stamped_at, source_key, source) DO NOTHING
    RETURNING id, stamped_at, source_key
    """
)

# The rule of twins across sources, for a few new listens against what is there: the same song begun
# within ten seconds (60 beside a source exact to the minute), or its start where the other ended.
# The later one hides, one of each player. Days come first, because they are what the index knows.
_HIDE_TWINS = text(
    f"""
    WITH new AS MATERIALIZED (
        SELECT l.id, l.played_at, coalesce(l.ms_played, l.length_ms, 0) AS lasts,
            {FAMILY.format(listen="l")} AS family, {ARTIST} AS artist, {TITLE} AS title,
            ((l.played_at - interval '1 hour') AT TIME ZONE :timezone)::date AS first_day,
            ((l.played_at + interval '1 hour') AT TIME ZONE :timezone)::date AS last_day
        FROM listen l JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
        WHERE l.user_id = :user_id AND l.id = ANY(:ids)
    ), near AS MATERIALIZED (
        SELECT n.id, n.family, n.artist, n.title, o.id AS other, o.named_track_id,
            abs(extract(epoch FROM o.played_at - n.played_at)) AS gap
        FROM new n JOIN listen o
          ON o.user_id = :user_id AND o.counted AND o.local_date BETWEEN n.first_day AND n.last_day
         AND NOT o.id = ANY(:ids) AND o.source <> ALL(:apart)
         AND {FAMILY.format(listen="o")} <> n.family
        WHERE abs(extract(epoch FROM o.played_at - n.played_at))
                <= CASE WHEN o.source = ANY(:coarse) THEN 60 ELSE 10 END
           OR (n.lasts > 10000 AND abs(
                extract(epoch FROM o.played_at - n.played_at) - n.lasts / 1000.0
              ) <= 10)
           OR (coalesce(o.ms_played, o.length_ms) > 10000 AND abs(
                extract(epoch FROM n.played_at - o.played_at) - coalesce(o.ms_played, o.length_ms) / 1000.0
              ) <= 10)
    ), twin AS (
        SELECT DISTINCT ON (n.id) n.id, n.other, n.gap
        FROM near n JOIN track t ON t.id = n.named_track_id JOIN artist a ON a.id = t.artist_id
        WHERE {ARTIST} = n.artist AND {TITLE} = n.title
          AND NOT EXISTS (
              SELECT FROM listen h WHERE h.user_id = :user_id AND h.twin_of = n.other
              AND {FAMILY.format(listen="h")} = n.family
          )
        ORDER BY n.id, n.gap, n.other
    ), once AS (
        SELECT DISTINCT ON (other) id, other FROM twin ORDER BY other, gap, id
    )
    UPDATE listen l SET twin_of = once.other, counted = false FROM once
    WHERE l.user_id = :user_id AND l.id = once.id
    RETURNING l.id, l.twin_of
    """  # noqa: S608  constants of this room
)

_AT = text(
    """
    SELECT l.id, t.title, a.name AS artist, al.name AS album
    FROM listen l
    JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = l.named_album_id
    WHERE l.user_id = :user_id AND l.played_at >= :moment
      AND l.played_at < :moment + interval '1 second'
    """
)
_SHOW_TWINS = text(
    """
    UPDATE listen SET twin_of = NULL, counted = is_play AND excluded_by IS NULL
    WHERE user_id = :user_id AND twin_of = ANY(:ids) AND NOT id = ANY(:ids)
    RETURNING id
    """
)
_DELETE = text("DELETE FROM listen WHERE user_id = :user_id AND id = ANY(:ids)")


async def insert(
    session: AsyncSession, user_id: int, rows: Mapping[str, Sequence[Any]], **common: object
) -> dict[tuple[datetime, int], int]:
    """Insert listens given as columns; return the new ones' ids by (stamped_at, source_key)."""
    result = await session.execute(_INSERT, {"user_id": user_id, **rows, **common})
    return {(stamp, key): listen_id for listen_id, stamp, key in result}


async def hide_twins(
    session: AsyncSession, user_id: int, ids: Sequence[int], timezone: str
) -> dict[int, int]:
    """Hide those of the new listens ``ids`` that repeat one from elsewhere; return what by what."""
    values = {"user_id": user_id, "ids": list(ids), "timezone": timezone}
    sources = {"spotify": list(SPOTIFY), "coarse": list(COARSE), "apart": list(APART)}
    rows = await session.execute(_HIDE_TWINS, values | sources)
    return {row[0]: row[1] for row in rows}


async def at(session: AsyncSession, user_id: int, moment: datetime) -> list[RowMapping]:
    """Return ``{id, title, artist, album}`` of the listens of that second, as their source spells them."""
    return list((await session.execute(_AT, {"user_id": user_id, "moment": moment})).mappings())


async def show_twins_of(session: AsyncSession, user_id: int, ids: Sequence[int]) -> list[int]:
    """Let those that only repeated ``ids`` stand for themselves; return them."""
    values = {"user_id": user_id, "ids": list(ids)}
    return list((await session.execute(_SHOW_TWINS, values)).scalars())


async def delete(session: AsyncSession, user_id: int, ids: Sequence[int]) -> None:
    """Delete listens; the rollups must have let go of them."""
    await session.execute(_DELETE, {"user_id": user_id, "ids": list(ids)})
