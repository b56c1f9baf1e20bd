"""Every query of this room."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.platform.pagination import decode_newest_first
from musaic.playlists.models import Playlist, PlaylistTrack


async def add(session: AsyncSession, playlist: Playlist, tracks: Sequence[PlaylistTrack]) -> Playlist:
    """Store a playlist and its tracks; ids and times are set on return."""
    session.add(playlist)
    await session.flush()
    for track in tracks:
        track.playlist_id = playlist.id
    session.add_all(tracks)
    await session.flush()
    await session.refresh(playlist)
    return playlist


async def find(session: AsyncSession, user_id: int, playlist_id: UUID) -> Playlist | None:
    """Return the user's playlist."""
    query = select(Playlist).where(Playlist.id == playlist_id, Playlist.user_id == user_id)
    return (await session.execute(query)).scalar_one_or_none()


async def tracks_of(session: AsyncSession, user_id: int, playlist_id: UUID) -> list[PlaylistTrack]:
    """Return the tracks in playing order."""
    query = (
        select(PlaylistTrack)
        .where(PlaylistTrack.playlist_id == playlist_id, PlaylistTrack.user_id == user_id)
        .order_by(PlaylistTrack.position)
    )
    return list((await session.execute(query)).scalars())


async def page(
    session: AsyncSession, user_id: int, cursor: str | None, limit: int
) -> list[tuple[Playlist, int, int]]:
    """Return (playlist, number of tracks, milliseconds), newest first; one more than ``limit``."""
    totals = (
        select(
            PlaylistTrack.playlist_id,
            func.count().label("tracks"),
            func.coalesce(func.sum(PlaylistTrack.duration_ms), 0).label("ms"),
        )
        .where(PlaylistTrack.user_id == user_id)
        .group_by(PlaylistTrack.playlist_id)
        .subquery()
    )
    query = (
        select(Playlist, func.coalesce(totals.c.tracks, 0), func.coalesce(totals.c.ms, 0))
        .outerjoin(totals, totals.c.playlist_id == Playlist.id)
        .where(Playlist.user_id == user_id)
        .order_by(Playlist.created_at.desc(), Playlist.id.desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(tuple_(Playlist.created_at, Playlist.id) < decode_newest_first(cursor))
    return [(row[0], row[1], row[2]) for row in await session.execute(query)]


async def remove(session: AsyncSession, user_id: int, playlist_id: UUID) -> bool:
    """Delete the user's playlist; tell whether there was one."""
    query = delete(Playlist).where(Playlist.id == playlist_id, Playlist.user_id == user_id)
    return bool((await session.execute(query.returning(Playlist.id))).first())
