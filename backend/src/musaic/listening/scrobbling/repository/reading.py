"""Listens as players read them: newest first, names as their source spells them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

# Days are what the index is sorted by; the second key sorts within a day.
_PAGE = """
SELECT l.id, l.played_at, l.created_at, l.ms_played, l.client, l.recording_mbid, l.isrc, l.source,
    l.track_id, t.title, a.name AS artist, al.name AS album, d.info, d.recording_msid,
    EXISTS (SELECT FROM feedback f
            WHERE f.user_id = l.user_id AND f.track_id = l.named_track_id AND f.score = 1) AS loved
FROM listen l
JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
LEFT JOIN album al ON al.id = l.named_album_id
LEFT JOIN scrobble_detail d ON d.listen_id = l.id AND d.user_id = l.user_id
WHERE l.user_id = :user_id AND l.counted
  AND l.local_date BETWEEN :first_day AND :last_day
  AND l.played_at >= :since AND l.played_at < :until
  AND (cast(:track_id AS bigint) IS NULL OR l.track_id = :track_id)
ORDER BY l.local_date {order}, l.played_at {order}, l.id {order}
LIMIT :limit OFFSET :offset
"""
_NEWEST, _OLDEST = text(_PAGE.format(order="DESC")), text(_PAGE.format(order="ASC"))
_COUNT = text(
    """
    SELECT count(*) FROM listen l WHERE l.user_id = :user_id AND l.counted
      AND l.local_date BETWEEN :first_day AND :last_day
      AND l.played_at >= :since AND l.played_at < :until
      AND (cast(:track_id AS bigint) IS NULL OR l.track_id = :track_id)
    """
)
_TOTAL = text("SELECT coalesce(sum(plays), 0) FROM day_total WHERE user_id = :user_id")
_SPELLINGS = text(
    """
    SELECT DISTINCT l.named_track_id, l.named_album_id, t.title, a.name AS artist, al.name AS album
    FROM listen l
    JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = l.named_album_id
    WHERE l.user_id = :user_id AND l.counted
    """
)
_BY_MSID = text(
    """
    SELECT l.named_track_id AS track_id, l.named_album_id AS album_id
    FROM scrobble_detail d JOIN listen l ON l.id = d.listen_id AND l.user_id = d.user_id
    WHERE d.user_id = :user_id AND d.recording_msid = :msid LIMIT 1
    """
)
_BY_MBID = text(
    """
    SELECT named_track_id AS track_id, named_album_id AS album_id FROM listen
    WHERE user_id = :user_id AND counted AND recording_mbid = :mbid LIMIT 1
    """
)
_VERSIONS = text("SELECT user_id, version FROM listening_state WHERE user_id = ANY(:user_ids)")
_EVER = datetime.fromisoformat("1900-01-02T00:00:00+00:00")
_NEVER = datetime.fromisoformat("9998-12-30T00:00:00+00:00")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """From ``since`` (included) to ``until`` (not included), of one track if wished."""

    since: datetime = _EVER
    until: datetime = _NEVER
    track_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Window()

    def values(self, user_id: int) -> dict[str, Any]:
        """Return the parameters; local days lie within one day of the moments, in any zone."""
        return {
            "user_id": user_id,
            "since": self.since,
            "until": self.until,
            "first_day": (self.since - _DAY).date(),
            "last_day": (self.until + _DAY).date(),
            "track_id": self.track_id,
        }


def clamp(seconds: int) -> datetime:
    """Return a Unix time as a moment, cut to what listens can have."""
    lowest, highest = int(_EVER.timestamp()), int(_NEVER.timestamp())
    return _EVER + timedelta(seconds=min(max(seconds, lowest), highest) - lowest)


async def page(
    session: AsyncSession, user_id: int, window: Window, *, limit: int, offset: int = 0, oldest: bool = False
) -> list[RowMapping]:
    """Return counted listens of the window, newest first; with ``oldest`` those nearest its beginning."""
    values = {**window.values(user_id), "limit": limit, "offset": offset}
    rows = list((await session.execute(_OLDEST if oldest else _NEWEST, values)).mappings())
    return rows[::-1] if oldest else rows


async def count(session: AsyncSession, user_id: int, window: Window) -> int:
    """Return how many counted listens the window holds."""
    if window.is_whole:
        return int((await session.execute(_TOTAL, {"user_id": user_id})).scalar_one())
    return int((await session.execute(_COUNT, window.values(user_id))).scalar_one())


async def spellings(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return ``{named_track_id, named_album_id, title, artist, album}``, each once."""
    return list((await session.execute(_SPELLINGS, {"user_id": user_id})).mappings())


async def by_msid(session: AsyncSession, user_id: int, msid: UUID) -> RowMapping | None:
    """Return ``{track_id, album_id}`` of a recording that a player scrobbled."""
    return (await session.execute(_BY_MSID, {"user_id": user_id, "msid": msid})).mappings().one_or_none()


async def by_mbid(session: AsyncSession, user_id: int, mbid: UUID) -> RowMapping | None:
    """Return ``{track_id, album_id}`` of a recording known by its MusicBrainz id."""
    return (await session.execute(_BY_MBID, {"user_id": user_id, "mbid": mbid})).mappings().one_or_none()


async def versions(connection: AsyncConnection, user_ids: list[int]) -> dict[int, int]:
    """Return the version of each history that there is (wants the system role)."""
    rows = await connection.execute(_VERSIONS, {"user_ids": user_ids})
    return {row[0]: row[1] for row in rows}
