"""What is still to be asked, and how answers become a user's own genres and years."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

# Never asked comes first, then what was asked longest ago; within, what is played most.
_DUE_ARTISTS = text(
    """
    SELECT a.id, a.name, l.mbid FROM artist_total s JOIN artist a ON a.id = s.artist_id
    LEFT JOIN artist_lookup l ON l.artist_id = a.id AND l.source = :source
    WHERE s.user_id = :user_id AND (l.asked_at IS NULL OR l.asked_at < :before) AND a.key <> :nobody
    ORDER BY l.asked_at NULLS FIRST, s.plays DESC, a.id LIMIT :limit
    """
)
_DUE_TRACKS = text(
    """
    SELECT d.*, (
        SELECT recording_mbid FROM listen n
        WHERE n.user_id = :user_id AND n.track_id = d.id AND n.recording_mbid IS NOT NULL LIMIT 1
    ) AS mbid
    FROM (
        SELECT t.id, t.title, a.name AS artist FROM track_total s JOIN track t ON t.id = s.track_id
        JOIN artist a ON a.id = t.artist_id
        LEFT JOIN track_lookup l ON l.track_id = t.id AND l.source = :source
        WHERE s.user_id = :user_id AND (l.asked_at IS NULL OR l.asked_at < :before) AND a.key <> :nobody
        ORDER BY l.asked_at NULLS FIRST, s.plays DESC, t.id LIMIT :limit
    ) d
    """
)
# Users of whom something is to be asked, or of whose names others have learnt something.
_WAITING = text(
    """
    SELECT u.user_id FROM listening_state u WHERE u.version > 0 AND (
        EXISTS (
            SELECT FROM unnest(cast(:sources AS varchar[])) o (source) JOIN artist_total s ON true
            JOIN artist a ON a.id = s.artist_id AND a.key <> :nobody
            LEFT JOIN artist_lookup l ON l.artist_id = s.artist_id AND l.source = o.source
            WHERE s.user_id = u.user_id AND (l.asked_at IS NULL OR l.asked_at < :before)
        ) OR EXISTS (
            SELECT FROM unnest(cast(:sources AS varchar[])) o (source) JOIN track_total s ON true
            JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id AND a.key <> :nobody
            LEFT JOIN track_lookup l ON l.track_id = s.track_id AND l.source = o.source
            WHERE s.user_id = u.user_id AND (l.asked_at IS NULL OR l.asked_at < :before)
        ) OR EXISTS (
            SELECT FROM artist_total s
            JOIN artist_lookup l ON l.artist_id = s.artist_id AND l.source = ANY(:sources)
            WHERE s.user_id = u.user_id AND cardinality(l.tags) > 0 AND NOT EXISTS (
                SELECT FROM artist_tag g
                WHERE g.user_id = u.user_id AND g.artist_id = l.artist_id AND g.source = l.source
            )
        )
    ) ORDER BY random() LIMIT :limit
    """
)
_WANTED_ARTIST_TAGS = """
SELECT s.artist_id, tag, l.source FROM artist_total s
JOIN artist_lookup l ON l.artist_id = s.artist_id AND l.source = ANY(:sources), unnest(l.tags) tag
WHERE s.user_id = :user_id
"""
# An effective song's answer goes to each of its spellings, for spellings are what a user's tags are of.
_WANTED_TRACK_TAGS = """
SELECT n.named_track_id AS track_id, tag, l.source FROM song_name n
JOIN track_lookup l ON l.track_id = n.track_id AND l.source = ANY(:sources), unnest(l.tags) tag
WHERE n.user_id = :user_id
"""
_WANTED_YEARS = """
SELECT n.named_track_id AS track_id, l.year, l.source FROM song_name n
JOIN track_lookup l ON l.track_id = n.track_id AND l.source = ANY(:sources)
WHERE n.user_id = :user_id AND l.year IS NOT NULL
"""


def _sync(table: str, key: str, value: str, wanted: str) -> tuple[str, str]:
    """Return the statements that remove and add what differs from ``wanted``."""
    same = f"w.{key} = g.{key} AND w.source = g.source AND w.{value} = g.{value}"
    remove = (
        f"DELETE FROM {table} g WHERE g.user_id = :user_id AND g.source = ANY(:sources) "  # noqa: S608
        f"AND NOT EXISTS (SELECT FROM ({wanted}) w WHERE {same})"
    )
    add = (
        f"INSERT INTO {table} (user_id, {key}, {value}, source) "  # noqa: S608  constants of this file
        f"SELECT :user_id, {key}, {value}, source FROM ({wanted}) w ON CONFLICT DO NOTHING"
    )
    return remove, add


_REMOVE_ARTIST_TAGS, _ADD_ARTIST_TAGS = _sync("artist_tag", "artist_id", "tag", _WANTED_ARTIST_TAGS)
_REMOVE_TRACK_TAGS, _ADD_TRACK_TAGS = _sync("track_tag", "track_id", "tag", _WANTED_TRACK_TAGS)
_REMOVE_YEARS, _ADD_YEARS = _sync("track_year", "track_id", "year", _WANTED_YEARS)
# Songs that a rule about a genre keeps out may have lost it.
_ASK_EXCLUDED = """
UPDATE song_name SET asks = true WHERE user_id = :user_id AND NOT asks AND excluded_by IN (
    SELECT id FROM name_rule WHERE user_id = :user_id AND kind = 'exclude' AND entity = 'genre'
)
"""


async def due_artists(
    session: AsyncSession, user_id: int, *, source: str, before: datetime, nobody: str, limit: int
) -> list[RowMapping]:
    """Return ``{id, name, mbid}`` of artists that ``source`` was not asked about since ``before``."""
    values = {"user_id": user_id, "source": source, "before": before, "nobody": nobody, "limit": limit}
    return list((await session.execute(_DUE_ARTISTS, values)).mappings())


async def due_tracks(
    session: AsyncSession, user_id: int, *, source: str, before: datetime, nobody: str, limit: int
) -> list[RowMapping]:
    """Return ``{id, title, artist, mbid}`` of songs that ``source`` was not asked about since ``before``."""
    values = {"user_id": user_id, "source": source, "before": before, "nobody": nobody, "limit": limit}
    return list((await session.execute(_DUE_TRACKS, values)).mappings())


async def waiting(
    session: AsyncSession, sources: Sequence[str], *, before: datetime, nobody: str, limit: int
) -> list[int]:
    """Return users for whom there is something to do; for the system alone."""
    values = {"sources": list(sources), "before": before, "nobody": nobody, "limit": limit}
    return list((await session.execute(_WAITING, values)).scalars())


async def apply(session: AsyncSession, user_id: int, sources: Sequence[str]) -> bool:
    """Make the user's genres and years of ``sources`` what these said last; tell whether any changed."""
    values = {"user_id": user_id, "sources": list(sources)}
    removed = [await _count(session, each, values) for each in (_REMOVE_ARTIST_TAGS, _REMOVE_TRACK_TAGS)]
    if any(removed):
        await session.execute(text(_ASK_EXCLUDED), {"user_id": user_id})
    others = (_REMOVE_YEARS, _ADD_ARTIST_TAGS, _ADD_TRACK_TAGS, _ADD_YEARS)
    changed = [await _count(session, each, values) for each in others]
    return any(removed) or any(changed)


async def _count(session: AsyncSession, statement: str, values: dict[str, object]) -> int:
    done = await session.execute(text(statement), values)
    return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor result
