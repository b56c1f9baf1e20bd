"""Identities of a few spellings, straight into the maps: a scrobble cannot wait for temporary tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

# What is spelled by these tracks and albums and has no identity yet.
_UNNAMED = text(
    """
    SELECT 'song' AS kind, t.id, a.id AS artist_id, a.name AS artist, a.key AS artist_key, t.title,
        t.key AS title_key
    FROM track t JOIN artist a ON a.id = t.artist_id
    WHERE t.id = ANY(:tracks) AND NOT EXISTS (
        SELECT FROM song_name s WHERE s.user_id = :user_id AND s.named_track_id = t.id OFFSET 0
    )
    UNION ALL
    SELECT 'record', o.id, a.id, a.name, a.key, o.name, o.key
    FROM album o JOIN artist a ON a.id = o.artist_id
    WHERE o.id = ANY(:albums) AND NOT EXISTS (
        SELECT FROM record_name s WHERE s.user_id = :user_id AND s.named_album_id = o.id OFFSET 0
    )
    """
)
_PUT = text(
    """
    WITH songs AS (
        INSERT INTO song_name (user_id, named_track_id, track_id, artist_ids, excluded_by, asks)
        SELECT :user_id, named_id, shown_id, artist_ids, excluded_by, asks
        FROM jsonb_to_recordset(cast(:songs AS jsonb)) AS s (
            named_id bigint, shown_id bigint, artist_ids bigint[], excluded_by uuid, asks boolean
        )
    )
    INSERT INTO record_name (user_id, named_album_id, album_id, excluded_by, asks)
    SELECT :user_id, named_id, shown_id, excluded_by, asks
    FROM jsonb_to_recordset(cast(:records AS jsonb)) AS r (
        named_id bigint, shown_id bigint, excluded_by uuid, asks boolean
    )
    """
)
# A further spelling of a song can only add credits. Returned are the artists that come to songs which
# had some before: their totals must follow.
_CREDIT = text(
    """
    WITH touched AS (SELECT DISTINCT unnest(cast(:tracks AS bigint[])) AS track_id),
    fresh AS MATERIALIZED (
        SELECT t.track_id, c.artist_id,
            row_number() OVER (PARTITION BY t.track_id ORDER BY min(c.place), c.artist_id) - 1 AS position
        FROM touched t CROSS JOIN LATERAL (
            SELECT s.artist_ids FROM song_name s
            WHERE s.user_id = :user_id AND s.track_id = t.track_id OFFSET 0
        ) s, unnest(s.artist_ids) WITH ORDINALITY c (artist_id, place)
        GROUP BY t.track_id, c.artist_id
    ), before AS MATERIALIZED (
        SELECT t.track_id, o.artist_id FROM touched t CROSS JOIN LATERAL (
            SELECT o.artist_id FROM song_artist o
            WHERE o.user_id = :user_id AND o.track_id = t.track_id OFFSET 0
        ) o
    ), put AS (
        INSERT INTO song_artist (user_id, track_id, artist_id, position)
        SELECT :user_id, track_id, artist_id, position FROM fresh
        ON CONFLICT (user_id, track_id, artist_id) DO UPDATE SET position = excluded.position
        WHERE song_artist.position <> excluded.position
    )
    SELECT DISTINCT f.artist_id FROM fresh f
    WHERE EXISTS (SELECT FROM before b WHERE b.track_id = f.track_id) AND NOT EXISTS (
        SELECT FROM before b WHERE b.track_id = f.track_id AND b.artist_id = f.artist_id
    )
    """
)
# Songs and albums that wait to learn whether some act is known, of those whose spelling holds one of
# these acts that the history had not heard of until now.
_ASKING_ABOUT = text(
    """
    WITH act AS MATERIALIZED (
        SELECT a.key FROM artist a WHERE a.id = ANY(:artists) AND NOT EXISTS (
            SELECT FROM track t JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id
            WHERE t.artist_id = a.id AND t.id <> ALL(:tracks)
        )
    )
    SELECT EXISTS (
        SELECT FROM song_name s JOIN track t ON t.id = s.named_track_id JOIN artist a ON a.id = t.artist_id
        JOIN act ON strpos(a.key, act.key) > 0 OR strpos(t.key, act.key) > 0
        WHERE s.user_id = :user_id AND s.asks
    ) OR EXISTS (
        SELECT FROM record_name s JOIN album o ON o.id = s.named_album_id JOIN artist a ON a.id = o.artist_id
        JOIN act ON strpos(a.key, act.key) > 0
        WHERE s.user_id = :user_id AND s.asks
    )
    """
)


@dataclass(frozen=True)
class Identity:
    """What a spelled track or album is shown as; albums have no ``artist_ids`` here."""

    named_id: int
    shown_id: int
    artist_ids: Sequence[int]
    excluded_by: UUID | None
    asks: bool


async def unnamed(
    session: AsyncSession, user_id: int, track_ids: Sequence[int], album_ids: Sequence[int]
) -> list[RowMapping]:
    """Return ``{kind, id, artist_id, artist, artist_key, title, title_key}`` of those without an identity.

    ``kind`` is ``song`` or ``record``.
    """
    values = {"user_id": user_id, "tracks": list(track_ids), "albums": list(album_ids)}
    return list((await session.execute(_UNNAMED, values)).mappings())


async def put(
    session: AsyncSession, user_id: int, songs: Sequence[Identity], records: Sequence[Identity]
) -> list[int]:
    """Write identities of spellings that have none; return the artists whose credits changed."""
    values: dict[str, Any] = {"songs": _json(songs), "records": _json(records)}
    await session.execute(_PUT, {"user_id": user_id, **values})
    if not songs:
        return []
    tracks = [song.shown_id for song in songs]
    return list((await session.execute(_CREDIT, {"user_id": user_id, "tracks": tracks})).scalars())


async def is_asked_about(
    session: AsyncSession, user_id: int, artist_ids: Sequence[int], track_ids: Sequence[int]
) -> bool:
    """Tell whether names may wait for one of these artists, heard for the first time with ``track_ids``."""
    values = {"user_id": user_id, "artists": list(artist_ids), "tracks": list(track_ids)}
    return bool((await session.execute(_ASKING_ABOUT, values)).scalar_one())


def _json(identities: Sequence[Identity]) -> str:
    # The driver has a UUID of its own.
    return orjson.dumps(identities, default=str).decode()
