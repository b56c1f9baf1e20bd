"""Genres, tags and release years of what a user has heard, by who says so."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

IMPORTED = "import"

_ADD_STAGED = (
    """
    INSERT INTO track_tag (user_id, track_id, tag, source)
    SELECT DISTINCT cast(:user_id AS bigint), n.track_id, tag, :source
    FROM import_name i JOIN catalog_name n ON n.name_no = i.spelling AND n.uses > 0,
        string_to_table(i.genres, E'\\x1f') tag
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO track_year AS y (user_id, track_id, year, source)
    SELECT cast(:user_id AS bigint), n.track_id, min(i.year), :source
    FROM import_name i JOIN catalog_name n ON n.name_no = i.spelling AND n.uses > 0
    WHERE i.year IS NOT NULL GROUP BY n.track_id
    ON CONFLICT (user_id, track_id, source) DO UPDATE SET year = excluded.year WHERE excluded.year < y.year
    """,
)
_ADD_TAGS = text(
    """
    INSERT INTO track_tag (user_id, track_id, tag, source)
    SELECT :user_id, track_id, tag, :source
    FROM unnest(cast(:ids AS bigint[]), cast(:tags AS varchar[])) n (track_id, tag)
    ON CONFLICT DO NOTHING
    """
)
# Songs of a genre that a rule keeps out are named again with the others that wait.
_EXCLUDED_TAG = """
EXISTS (
    SELECT FROM name_rule r WHERE r.user_id = :user_id AND r.text = g.tag
    AND r.kind = 'exclude' AND r.entity = 'genre' AND r.undone_at IS NULL
)
"""
_ASK_AGAIN = f"""
WITH tagged (track_id) AS (
    SELECT g.track_id FROM track_tag g WHERE g.user_id = :user_id AND {_EXCLUDED_TAG}
    UNION
    SELECT n.named_track_id FROM artist_tag g
    JOIN song_artist a ON a.user_id = :user_id AND a.artist_id = g.artist_id
    JOIN song_name n ON n.user_id = :user_id AND n.track_id = a.track_id
    WHERE g.user_id = :user_id AND {_EXCLUDED_TAG}
)
UPDATE song_name s SET asks = true
WHERE s.user_id = :user_id AND s.excluded_by IS NULL AND NOT s.asks AND s.named_track_id IN (
    SELECT track_id FROM tagged
    UNION
    SELECT l.named_track_id FROM song_link l JOIN tagged ON tagged.track_id = l.to_track_id
    WHERE l.user_id = :user_id
)
"""


@dataclass(frozen=True)
class SongFacts:
    """Genres of a spelled track, by comparison key."""

    track_id: int
    tags: Sequence[str]


async def add_staged(session: AsyncSession, user_id: int) -> bool:
    """Keep genres and years of a staged import, whose names are resolved; tell whether any is new."""
    new = 0
    for statement in _ADD_STAGED:
        added = await session.execute(text(statement), {"user_id": user_id, "source": IMPORTED})
        new += added.rowcount  # type: ignore[attr-defined]  # a cursor result
    if new:
        await ask_again(session, user_id)
    return new > 0


async def ask_again(session: AsyncSession, user_id: int) -> None:
    """Mark songs to be named again that a rule about a genre keeps out by now."""
    await session.execute(text(_ASK_AGAIN), {"user_id": user_id})


async def add(session: AsyncSession, user_id: int, songs: Sequence[SongFacts]) -> None:
    """Keep the genres of a few songs, as their player said."""
    pairs = [(song.track_id, tag) for song in songs for tag in song.tags]
    if pairs:
        ids, tags = [track_id for track_id, _ in pairs], [tag for _, tag in pairs]
        await session.execute(_ADD_TAGS, {"user_id": user_id, "ids": ids, "tags": tags, "source": IMPORTED})
        await ask_again(session, user_id)
