"""The listening history as other rooms need it: rooms of one floor meet only here."""

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening import public as listening
from musaic.playlists.ports import HistorySnapshot, KnownTrack


class ListenedHistory:
    """The ``HistorySource`` of playlists."""

    async def version(self, session: AsyncSession, user_id: int) -> str:
        """Return the present version of the user's history."""
        return await listening.history_version(session, user_id)

    async def snapshot(self, session: AsyncSession, user_id: int) -> HistorySnapshot:
        """Return the user's whole counted history."""
        import numpy as np  # noqa: PLC0415  only who makes playlists pays for it

        tracks = await listening.history_tracks(session, user_id)
        moments = await listening.history_moments(session, user_id)
        return HistorySnapshot(
            version=await self.version(session, user_id),
            tracks={
                track.id: KnownTrack(
                    id=track.id,
                    title=track.title,
                    artist_id=track.artist_id,
                    artist=track.artist,
                    album=track.album,
                    plays=track.plays,
                    duration_ms=track.duration_ms,
                    last_played_at=track.last_at.timestamp(),
                )
                for track in tracks
            },
            played_at=np.array([at / 1000 for at, _, _ in moments], dtype=np.float64),
            artist_ids=np.array([artist for _, artist, _ in moments], dtype=np.int64),
        )
