"""One user's own artists, albums and songs by name, and the user's figures."""

from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from musaic.catalog.public import comparison_key

_USER = text(
    """
    SELECT u.display_name, u.created_at,
        (SELECT coalesce(sum(plays), 0) FROM day_total WHERE user_id = u.id) AS plays,
        (SELECT count(*) FROM artist_total WHERE user_id = u.id) AS artists,
        (SELECT count(*) FROM album_total WHERE user_id = u.id) AS albums,
        (SELECT count(*) FROM track_total WHERE user_id = u.id) AS tracks
    FROM user_account u WHERE u.id = :user_id
    """
)
# The user's totals decide what may be found: the shared catalogue alone never answers.
_ARTIST = text(
    """
    SELECT a.id, a.name, s.plays FROM artist a
    JOIN artist_total s ON s.artist_id = a.id AND s.user_id = :user_id
    WHERE a.key = :artist
    """
)
_ALBUM = text(
    """
    SELECT al.id, al.name, a.name AS artist, s.plays FROM artist a
    JOIN album al ON al.artist_id = a.id AND al.key = :name
    JOIN album_total s ON s.album_id = al.id AND s.user_id = :user_id
    WHERE a.key = :artist
    """
)
_TRACK = text(
    """
    SELECT t.id, t.title AS name, a.name AS artist, al.name AS album, s.plays,
        (SELECT max(l.ms_played) FROM listen l
         WHERE l.user_id = :user_id AND l.track_id = t.id AND l.counted) AS length_ms
    FROM artist a
    JOIN track t ON t.artist_id = a.id AND t.key = :name
    JOIN track_total s ON s.track_id = t.id AND s.user_id = :user_id
    LEFT JOIN album al ON al.id = t.album_id
    WHERE a.key = :artist
    """
)
# What a spelling is called in this user's charts, where it is in them.
_SPELLED = text(
    """
    SELECT st.track_id, sa.artist_id, sl.album_id
    FROM artist a
    LEFT JOIN track t ON t.artist_id = a.id AND t.key = :name
    LEFT JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id
    LEFT JOIN track_total st ON st.user_id = :user_id AND st.track_id = s.track_id
    LEFT JOIN album al ON al.artist_id = a.id AND al.key = :album
    LEFT JOIN record_name r ON r.user_id = :user_id AND r.named_album_id = al.id
    LEFT JOIN album_total sl ON sl.user_id = :user_id AND sl.album_id = r.album_id
    LEFT JOIN artist_total sa ON sa.user_id = :user_id AND sa.artist_id = coalesce(s.artist_ids[1], a.id)
    WHERE a.key = :artist
    """
)


async def user(session: AsyncSession, user_id: int) -> RowMapping:
    """Return ``{display_name, created_at, plays, artists, albums, tracks}``."""
    return (await session.execute(_USER, {"user_id": user_id})).mappings().one()


async def artist(session: AsyncSession, user_id: int, name: str) -> RowMapping | None:
    """Return ``{id, name, plays}``."""
    values = {"user_id": user_id, "artist": comparison_key(name)}
    return (await session.execute(_ARTIST, values)).mappings().one_or_none()


async def album(session: AsyncSession, user_id: int, artist_name: str, name: str) -> RowMapping | None:
    """Return ``{id, name, artist, plays}``."""
    return (await session.execute(_ALBUM, _names(user_id, artist_name, name))).mappings().one_or_none()


async def track(session: AsyncSession, user_id: int, artist_name: str, name: str) -> RowMapping | None:
    """Return ``{id, name, artist, album, plays, length_ms}``."""
    return (await session.execute(_TRACK, _names(user_id, artist_name, name))).mappings().one_or_none()


async def spelled(
    reader: AsyncSession | AsyncConnection, user_id: int, artist_name: str, title: str, album: str | None
) -> RowMapping | None:
    """Return ``{track_id, artist_id, album_id}`` of a spelled song in the user's charts, each if there."""
    values = _names(user_id, artist_name, title) | {"album": comparison_key(album) if album else None}
    return (await reader.execute(_SPELLED, values)).mappings().one_or_none()


def _names(user_id: int, artist_name: str, name: str) -> dict[str, Any]:
    return {"user_id": user_id, "artist": comparison_key(artist_name), "name": comparison_key(name)}
