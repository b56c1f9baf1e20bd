"""The whole counted history of one user, for rooms that reason over it."""

from typing import Any

from sqlalchemy import BigInteger, RowMapping, bindparam, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import Album, Artist, Track
from musaic.listening.analytics.models import TrackTotal
from musaic.listening.models import Listen

_LONGEST = (
    select(Listen.track_id, func.max(Listen.ms_played).label("longest"))
    .where(Listen.user_id == bindparam("user_id"), Listen.counted)
    .group_by(Listen.track_id)
    .subquery("longest")
)
_TRACKS = (
    select(
        Track.id,
        Track.title,
        Track.artist_id,
        Artist.name.label("artist"),
        Album.name.label("album"),
        TrackTotal.plays,
        func.coalesce(_LONGEST.c.longest, 0).label("duration_ms"),
        TrackTotal.last_at,
    )
    .select_from(TrackTotal)
    .join(Track, Track.id == TrackTotal.track_id)
    .join(Artist, Artist.id == Track.artist_id)
    .outerjoin(Album, Album.id == Track.album_id)
    .outerjoin(_LONGEST, _LONGEST.c.track_id == Track.id)
    .where(TrackTotal.user_id == bindparam("user_id"))
    .order_by(TrackTotal.plays.desc(), Track.id)
)
_MOMENTS = (
    select(
        cast(func.extract("epoch", Listen.played_at) * 1000, BigInteger), Listen.artist_id, Listen.track_id
    )
    .where(Listen.user_id == bindparam("user_id"), Listen.counted)
    .order_by(Listen.played_at, Listen.id)
)


async def tracks(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return ``{id, title, artist_id, artist, album, plays, duration_ms, last_at}``, most played first."""
    return list((await session.execute(_TRACKS, {"user_id": user_id})).mappings())


async def moments(session: AsyncSession, user_id: int) -> list[Any]:
    """Return (Unix milliseconds, artist id, track id) of every counted listen, oldest first."""
    return list(await session.execute(_MOMENTS, {"user_id": user_id}))
