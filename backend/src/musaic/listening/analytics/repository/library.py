"""The user's songs and the order in which they were heard, as other rooms work with them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import Album, Artist, Track
from musaic.listening.analytics.models import TrackTotal
from musaic.listening.models import Listen, ListeningState


async def version(session: AsyncSession, user_id: int) -> int:
    """Return the number that rises with each change of the user's history; 0 before the first."""
    query = select(ListeningState.version).where(ListeningState.user_id == user_id)
    return (await session.execute(query)).scalar_one_or_none() or 0


async def songs(session: AsyncSession, user_id: int) -> Sequence[Any]:
    """Return every counted song: id, title, artist_id, artist, album, plays, last_at."""
    query = (
        select(
            TrackTotal.track_id.label("id"),
            Track.title,
            Track.artist_id,
            Artist.name.label("artist"),
            Album.name.label("album"),
            TrackTotal.plays,
            TrackTotal.last_at,
        )
        .join(Track, Track.id == TrackTotal.track_id)
        .join(Artist, Artist.id == Track.artist_id)
        .outerjoin(Album, Album.id == Track.album_id)
        .where(TrackTotal.user_id == user_id)
    )
    return (await session.execute(query)).all()


async def recent_plays(session: AsyncSession, user_id: int, limit: int) -> Sequence[Any]:
    """Return (seconds since 1970, artist_id, track_id, ms_played) of the last plays, oldest first."""
    seconds = func.extract("epoch", Listen.played_at)
    query = (
        select(seconds, Listen.artist_id, Listen.track_id, func.coalesce(Listen.ms_played, 0))
        .where(Listen.user_id == user_id, Listen.counted)
        .order_by(Listen.played_at.desc())
        .limit(limit)
    )
    return list(reversed((await session.execute(query)).all()))
