"""Search over the names in one user's own history."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# `query` is a comparison key; `pattern` the same inside wildcards, its own wildcards escaped.
# Whole names come first, then beginnings, then the rest, each by plays. The user's totals decide
# what may be found: the shared catalogue alone never answers.
_SEARCH = """
SELECT * FROM (
    SELECT 'track' AS kind, t.id, t.title, a.name AS artist, al.name AS album, s.plays, t.key
    FROM track_total s JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = t.album_id
    WHERE s.user_id = :user_id AND t.key LIKE :pattern AND :kind IN ('', 'track')
    UNION ALL
    SELECT 'artist', a.id, a.name, NULL, NULL, s.plays, a.key
    FROM artist_total s JOIN artist a ON a.id = s.artist_id
    WHERE s.user_id = :user_id AND a.key LIKE :pattern AND :kind IN ('', 'artist')
    UNION ALL
    SELECT 'album', al.id, al.name, a.name, NULL, s.plays, al.key
    FROM album_total s JOIN album al ON al.id = s.album_id JOIN artist a ON a.id = al.artist_id
    WHERE s.user_id = :user_id AND al.key LIKE :pattern AND :kind IN ('', 'album')
) hit
ORDER BY (key = :query) DESC, starts_with(key, :query) DESC, plays DESC, kind, id
LIMIT :limit
"""


async def search(
    session: AsyncSession, user_id: int, *, query: str, kind: str | None, limit: int
) -> list[dict[str, Any]]:
    """Return ``{kind, id, title, artist, album, plays}`` of the user's own names that contain ``query``."""
    escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {
        "user_id": user_id,
        "query": query,
        "pattern": f"%{escaped}%",
        "kind": kind or "",
        "limit": limit,
    }
    rows = (await session.execute(text(_SEARCH), values)).mappings()
    return [{name: value for name, value in row.items() if name != "key"} for row in rows]
