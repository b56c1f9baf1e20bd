"""Which spellings wait for an identity, and which acts a history knows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_STAGED_SONGS = text(
    """
    SELECT DISTINCT ON (artist_key, track_key) artist, artist_key, track AS title, track_key AS title_key
    FROM catalog_name n WHERE NOT EXISTS (
        SELECT FROM artist a JOIN track t ON t.artist_id = a.id
        JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id
        WHERE a.key = n.artist_key AND t.key = n.track_key
    )
    ORDER BY artist_key, track_key, uses DESC, artist, track
    """
)
_STAGED_RECORDS = text(
    """
    SELECT DISTINCT ON (artist_key, album_key) artist, artist_key, album AS title, album_key AS title_key
    FROM catalog_name n WHERE album_key IS NOT NULL AND NOT EXISTS (
        SELECT FROM artist a JOIN album t ON t.artist_id = a.id
        JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = t.id
        WHERE a.key = n.artist_key AND t.key = n.album_key
    )
    ORDER BY artist_key, album_key, uses DESC, artist, album
    """
)
_SONGS = text(
    """
    SELECT a.name AS artist, a.key AS artist_key, t.title, t.key AS title_key
    FROM track t JOIN artist a ON a.id = t.artist_id WHERE t.id = ANY(:ids)
    """
)
_RECORDS = text(
    """
    SELECT a.name AS artist, a.key AS artist_key, t.name AS title, t.key AS title_key
    FROM album t JOIN artist a ON a.id = t.artist_id WHERE t.id = ANY(:ids)
    """
)
_KNOWN = text(
    """
    SELECT key FROM unnest(cast(:keys AS text[])) AS k (key) WHERE EXISTS (
        SELECT FROM artist a JOIN track t ON t.artist_id = a.id
        JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id WHERE a.key = k.key
    )
    """
)
_KNOWN_STAGED = text(
    "SELECT DISTINCT artist_key FROM catalog_name WHERE uses > 0 AND artist_key = ANY(:keys)"
)
_ASKING_SONGS = text("SELECT named_track_id FROM song_name WHERE user_id = :user_id AND asks")
_ASKING_RECORDS = text("SELECT named_album_id FROM record_name WHERE user_id = :user_id AND asks")
_ALL_SONGS = text("SELECT named_track_id FROM song_name WHERE user_id = :user_id ORDER BY 1")
_ALL_RECORDS = text("SELECT named_album_id FROM record_name WHERE user_id = :user_id ORDER BY 1")
# Of these listens, or of all that count, those whose spelling has no identity yet.
_UNNAMED_SONGS = """
SELECT DISTINCT l.named_track_id FROM listen l WHERE l.user_id = :user_id AND {which}
  AND NOT EXISTS (SELECT FROM song_name s WHERE s.user_id = :user_id AND s.named_track_id = l.named_track_id)
"""
_UNNAMED_RECORDS = """
SELECT DISTINCT l.named_album_id FROM listen l
WHERE l.user_id = :user_id AND l.named_album_id IS NOT NULL AND {which} AND NOT EXISTS (
    SELECT FROM record_name s WHERE s.user_id = :user_id AND s.named_album_id = l.named_album_id
)
"""
_THESE, _ALL = "l.id = ANY(:ids)", "true"
_UNNAMED = {
    some: (
        text(_UNNAMED_SONGS.format(which=_THESE if some else _ALL)),
        text(_UNNAMED_RECORDS.format(which=_THESE if some else _ALL)),
    )
    for some in (True, False)
}


async def staged(session: AsyncSession, user_id: int) -> tuple[list[RowMapping], list[RowMapping]]:
    """Return ``{artist, artist_key, title, title_key}`` of staged songs and albums without an identity."""
    songs = (await session.execute(_STAGED_SONGS, {"user_id": user_id})).mappings()
    records = (await session.execute(_STAGED_RECORDS, {"user_id": user_id})).mappings()
    return list(songs), list(records)


async def of_catalogue(
    session: AsyncSession, track_ids: Sequence[int], album_ids: Sequence[int]
) -> tuple[list[RowMapping], list[RowMapping]]:
    """Return the same of these tracks and albums."""
    songs = (await session.execute(_SONGS, {"ids": list(track_ids)})).mappings() if track_ids else ()
    records = (await session.execute(_RECORDS, {"ids": list(album_ids)})).mappings() if album_ids else ()
    return list(songs), list(records)


async def known(session: AsyncSession, user_id: int, keys: Sequence[str], *, staged_too: bool) -> set[str]:
    """Return which of ``keys`` the history (and the staged import) has as an artist of its own."""
    if not keys:
        return set()
    values: dict[str, Any] = {"user_id": user_id, "keys": list(keys)}
    found = set((await session.execute(_KNOWN, values)).scalars())
    if staged_too:
        found |= set((await session.execute(_KNOWN_STAGED, {"keys": list(keys)})).scalars())
    return found


async def asking(session: AsyncSession, user_id: int) -> tuple[list[int], list[int]]:
    """Return the spelled tracks and albums whose identity depends on which acts are known."""
    return await _pair(session, _ASKING_SONGS, _ASKING_RECORDS, {"user_id": user_id})


async def every(session: AsyncSession, user_id: int) -> tuple[list[int], list[int]]:
    """Return every spelled track and album of the user."""
    return await _pair(session, _ALL_SONGS, _ALL_RECORDS, {"user_id": user_id})


async def unnamed(
    session: AsyncSession, user_id: int, listen_ids: Sequence[int] | None
) -> tuple[list[int], list[int]]:
    """Return the spelled tracks and albums of these listens (None: of all) that have no identity."""
    values: dict[str, Any] = {"user_id": user_id}
    if listen_ids is not None:
        values["ids"] = list(listen_ids)
    return await _pair(session, *_UNNAMED[listen_ids is not None], values)


async def _pair(
    session: AsyncSession, songs: Any, records: Any, values: dict[str, Any]
) -> tuple[list[int], list[int]]:
    return (
        list((await session.execute(songs, values)).scalars()),
        list((await session.execute(records, values)).scalars()),
    )
