"""Every listen of one user, a page at a time, with the names that its source wrote."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The key that names a row, and by which the unique index finds what follows it.
Place = tuple[datetime, int, str]

_PAGE = text(
    """
    SELECT l.stamped_at, l.source_key, l.source, l.source_item AS item, l.played_at AS at, a.name AS artist,
        t.title, o.name AS album, l.ms_played, l.is_play AS counts, l.twin_of IS NOT NULL AS repeat,
        l.excluded_by IS NOT NULL AS excluded, l.reason_start, l.reason_end, l.skipped, l.shuffle, l.offline,
        l.offline_at, l.platform, l.conn_country AS country, l.recording_mbid::varchar AS recording_mbid,
        l.isrc, l.client, l.length_ms, l.track_id
    FROM listen l
    JOIN track t ON t.id = l.named_track_id
    JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album o ON o.id = l.named_album_id
    WHERE l.user_id = :user_id
        AND (l.stamped_at, l.source_key, l.source) > (:stamped_at, :source_key, :source)
    ORDER BY l.stamped_at, l.source_key, l.source LIMIT :limit
    """
)
# What charts say of these songs.
_FACTS = text(
    """
    SELECT track_id, array_agg(label ORDER BY label) FILTER (WHERE kind = 'genre'),
        min(label) FILTER (WHERE kind = 'year')::integer
    FROM song_label WHERE user_id = :user_id AND track_id = ANY(:tracks) GROUP BY 1
    """
)


async def page(session: AsyncSession, user_id: int, after: Place, limit: int) -> list[dict[str, Any]]:
    """Return up to ``limit`` listens after a place, in the order of the times that sources wrote."""
    stamped_at, source_key, source = after
    values = {
        "user_id": user_id,
        "stamped_at": stamped_at,
        "source_key": source_key,
        "source": source,
        "limit": limit,
    }
    rows = (await session.execute(_PAGE, values)).mappings().all()
    asked = {"user_id": user_id, "tracks": sorted({row["track_id"] for row in rows})}
    facts = {track_id: (genres, year) for track_id, genres, year in await session.execute(_FACTS, asked)}
    unknown = (None, None)
    return [
        dict(row) | dict(zip(("genres", "year"), facts.get(row["track_id"], unknown), strict=True))
        for row in rows
    ]
