"""Which spellings wait for an identity, and which acts a history knows."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import RowMapping, TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# So many are given out at once: some megabytes with all that becomes of them.
PIECE = 5_000

# Sorted once, and what is made of these names meanwhile is not among them. The driver's own cursors
# stay open and would keep the table from being emptied.
_STAGED_SONGS = text(
    """
    DECLARE staged NO SCROLL CURSOR FOR
    SELECT DISTINCT ON (artist_key, track_key) artist, artist_key, track AS title, track_key AS title_key
    FROM catalog_name n WHERE uses > 0 AND NOT EXISTS (
        SELECT FROM artist a JOIN track t ON t.artist_id = a.id
        JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id
        WHERE a.key = n.artist_key AND t.key = n.track_key
    )
    ORDER BY artist_key, track_key, uses DESC, artist, track
    """
)
_STAGED_RECORDS = text(
    """
    DECLARE staged NO SCROLL CURSOR FOR
    SELECT DISTINCT ON (artist_key, album_key) artist, artist_key, album AS title, album_key AS title_key
    FROM catalog_name n WHERE uses > 0 AND album_key IS NOT NULL AND NOT EXISTS (
        SELECT FROM artist a JOIN album t ON t.artist_id = a.id
        JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = t.id
        WHERE a.key = n.artist_key AND t.key = n.album_key
    )
    ORDER BY artist_key, album_key, uses DESC, artist, album
    """
)
_CLOSE = text("CLOSE staged")
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
_NOTE_STAGED_ACTS = (
    "CREATE TEMPORARY TABLE IF NOT EXISTS staged_act (key text PRIMARY KEY) ON COMMIT DROP",
    "TRUNCATE staged_act",
    "INSERT INTO staged_act SELECT DISTINCT artist_key FROM catalog_name WHERE uses > 0",
    "ANALYZE staged_act",
)
_KNOWN_STAGED = text("SELECT key FROM staged_act WHERE key = ANY(:keys)")
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


def staged_songs(session: AsyncSession, user_id: int) -> AsyncIterator[Sequence[RowMapping]]:
    """Yield ``{artist, artist_key, title, title_key}`` of staged songs without an identity, in pieces."""
    return _staged(session, user_id, _STAGED_SONGS)


def staged_records(session: AsyncSession, user_id: int) -> AsyncIterator[Sequence[RowMapping]]:
    """Yield the same of staged albums."""
    return _staged(session, user_id, _STAGED_RECORDS)


async def _staged(
    session: AsyncSession, user_id: int, cursor: TextClause
) -> AsyncIterator[Sequence[RowMapping]]:
    await session.execute(cursor, {"user_id": user_id})
    fetch = text(f"FETCH {PIECE} FROM staged")
    while rows := (await session.execute(fetch)).mappings().all():
        yield rows
    await session.execute(_CLOSE)


def songs(session: AsyncSession, track_ids: Sequence[int]) -> AsyncIterator[Sequence[RowMapping]]:
    """Yield the same of these tracks, in pieces."""
    return _of_catalogue(session, track_ids, _SONGS)


def records(session: AsyncSession, album_ids: Sequence[int]) -> AsyncIterator[Sequence[RowMapping]]:
    """Yield the same of these albums, in pieces."""
    return _of_catalogue(session, album_ids, _RECORDS)


async def _of_catalogue(
    session: AsyncSession, ids: Sequence[int], statement: TextClause
) -> AsyncIterator[Sequence[RowMapping]]:
    for start in range(0, len(ids), PIECE):
        values = {"ids": list(ids[start : start + PIECE])}
        yield (await session.execute(statement, values)).mappings().all()


async def note_staged_acts(session: AsyncSession) -> None:
    """Note who the artists of a staged import are, for ``known``."""
    for statement in _NOTE_STAGED_ACTS:
        await session.execute(text(statement))


async def known(session: AsyncSession, user_id: int, keys: Sequence[str], *, staged_too: bool) -> set[str]:
    """Return which of ``keys`` the history (and the staged import) has as an artist of its own.

    With ``staged_too`` after ``note_staged_acts``.
    """
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
