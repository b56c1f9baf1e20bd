"""Genres and tags."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

IMPORTED = "import"

_OF_TRACKS = text(
    """
    SELECT DISTINCT s.track_id, g.tag FROM song_name s
    JOIN track_tag g ON g.user_id = s.user_id AND g.track_id = s.named_track_id
    WHERE s.user_id = :user_id AND s.track_id = ANY(:ids) AND g.source = :source ORDER BY 1, 2
    """
)
_OF_ARTISTS = text(
    """
    SELECT artist_id, tag FROM (
        SELECT artist_id, tag, 1 AS songs FROM artist_tag
        WHERE user_id = :user_id AND artist_id = ANY(:ids) AND source = :source
        UNION ALL
        SELECT a.artist_id, g.tag, 1 FROM song_artist a
        JOIN song_name s ON s.user_id = a.user_id AND s.track_id = a.track_id
        JOIN track_tag g ON g.user_id = a.user_id AND g.track_id = s.named_track_id AND g.source = :source
        WHERE a.user_id = :user_id AND a.artist_id = ANY(:ids)
    ) t GROUP BY artist_id, tag ORDER BY artist_id, sum(songs) DESC, tag
    """
)
_ADD_STAGED = text(
    """
    INSERT INTO track_tag (user_id, track_id, tag, source)
    SELECT DISTINCT cast(:user_id AS bigint), n.track_id, i.genre, :source
    FROM import_name i JOIN catalog_name n ON n.name_no = i.spelling AND n.uses > 0
    WHERE i.genre IS NOT NULL
    ON CONFLICT DO NOTHING
    """
)
# Songs of a genre that a rule keeps out are named again with the others that wait.
_ASK_AGAIN = text(
    """
    UPDATE song_name s SET asks = true
    FROM track_tag g JOIN name_rule r ON r.user_id = g.user_id AND r.text = g.tag
    WHERE s.user_id = :user_id AND g.user_id = :user_id AND g.track_id = s.named_track_id
      AND r.kind = 'exclude' AND r.entity = 'genre' AND r.undone_at IS NULL
      AND s.excluded_by IS NULL AND NOT s.asks
    """
)


async def add_staged(session: AsyncSession, user_id: int) -> None:
    """Keep the genres of a staged import, whose names are resolved."""
    await session.execute(_ADD_STAGED, {"user_id": user_id, "source": IMPORTED})
    await session.execute(_ASK_AGAIN, {"user_id": user_id})


async def of_tracks(
    session: AsyncSession, user_id: int, track_ids: Sequence[int], source: str
) -> Mapping[int, Sequence[str]]:
    """Return the tags of the user's effective tracks, those of all their spellings."""
    return await _tags(session, _OF_TRACKS, user_id, track_ids, source)


async def of_artists(
    session: AsyncSession, user_id: int, artist_ids: Sequence[int], source: str
) -> Mapping[int, Sequence[str]]:
    """Return the tags of artists, those of most songs first."""
    return await _tags(session, _OF_ARTISTS, user_id, artist_ids, source)


async def _tags(
    session: AsyncSession, statement: TextClause, user_id: int, ids: Sequence[int], source: str
) -> Mapping[int, Sequence[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    values = {"user_id": user_id, "ids": list(ids), "source": source}
    for entity_id, tag in await session.execute(statement, values):
        found[entity_id].append(tag)
    return found
