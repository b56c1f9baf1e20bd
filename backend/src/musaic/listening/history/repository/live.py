"""Listens that come one by one: insert, look for the same play from elsewhere, find, delete."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """
    INSERT INTO listen (
        user_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
        track_id, artist_id, album_id, named_track_id, named_album_id, ms_played, is_play, counted,
        platform, recording_mbid, isrc, client
    )
    SELECT
        :user_id, :source, source_key, source_item, stamped_at, stamped_at,
        (stamped_at AT TIME ZONE :timezone)::date, extract(hour FROM stamped_at AT TIME ZONE :timezone),
        track_id, artist_id, album_id, track_id, album_id, ms_played, true, true,
        platform, recording_mbid, isrc, :client
    FROM unnest(
        cast(:source_keys AS bigint[]), cast(:source_items AS varchar[]),
        cast(:stamps AS timestamptz[]), cast(:track_ids AS bigint[]), cast(:artist_ids AS bigint[]),
        cast(:album_ids AS bigint[]), cast(:ms AS integer[]), cast(:platforms AS varchar[]),
        cast(:mbids AS uuid[]), cast(:isrcs AS varchar[])
    ) AS n (
        source_key, source_item, stamped_at, track_id, artist_id, album_id, ms_played, platform,
        recording_mbid, isrc
    )
    ORDER BY stamped_at
    ON CONFLICT (user_id, stamped_at, source_key, source) DO NOTHING
    RETURNING id, stamped_at, source_key
    """
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
