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


# What charts say of these songs: their own genres, or those of their artist; the earliest year.
_FACTS = text(
    """
    WITH song AS MATERIALIZED (SELECT unnest(cast(:tracks AS bigint[])) AS track_id), own AS MATERIALIZED (
        SELECT DISTINCT s.track_id, g.tag FROM song JOIN song_name s USING (track_id)
        JOIN track_tag g ON g.user_id = s.user_id AND g.track_id = s.named_track_id
        WHERE s.user_id = :user_id
    ), genre AS (
        SELECT track_id, tag FROM own
        UNION
        SELECT a.track_id, g.tag FROM song
        JOIN song_artist a ON a.user_id = :user_id AND a.track_id = song.track_id AND a.position = 0
        JOIN artist_tag g ON g.user_id = :user_id AND g.artist_id = a.artist_id
        WHERE NOT EXISTS (SELECT FROM own WHERE own.track_id = song.track_id)
    ), released AS (
        SELECT s.track_id, min(y.year) AS year FROM song JOIN song_name s USING (track_id)
        JOIN track_year y ON y.user_id = s.user_id AND y.track_id = s.named_track_id
        WHERE s.user_id = :user_id GROUP BY 1
    )
    SELECT track_id, array_agg(tag ORDER BY tag) FILTER (WHERE tag IS NOT NULL), min(year)
    FROM song LEFT JOIN genre USING (track_id) LEFT JOIN released USING (track_id) GROUP BY 1
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
    return [dict(row) | dict(zip(("genres", "year"), facts[row["track_id"]], strict=True)) for row in rows]
