"""The listening room's history, as the playlists room asks for it."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import library
from musaic.playlists.ports import HistorySnapshot, KnownTrack

# Sessions of the last hundred thousand plays say enough about who is heard together.
PLAYS = 100_000
KEPT_SNAPSHOTS = 16


class ListeningHistory:
    """Serves ``HistorySource``; the newest snapshots stay in memory until the history changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, HistorySnapshot] = OrderedDict()

    async def version(self, session: AsyncSession, user_id: int) -> str:
        """Return the present version of the user's history."""
        return str(await library.version(session, user_id))

    async def snapshot(self, session: AsyncSession, user_id: int) -> HistorySnapshot:
        """Return the user's whole counted history."""
        version = await self.version(session, user_id)
        known = self._kept.get(user_id)
        if known is None or known.version != version:
            songs = await library.songs(session, user_id)
            plays = await library.recent_plays(session, user_id, PLAYS)
            known = await asyncio.to_thread(_build, version, songs, plays)
        self._kept[user_id] = known
        self._kept.move_to_end(user_id)
        while len(self._kept) > KEPT_SNAPSHOTS:
            self._kept.popitem(last=False)
        return known


def _build(version: str, songs: Sequence[Any], plays: Sequence[Any]) -> HistorySnapshot:
    longest: defaultdict[int, int] = defaultdict(int)
    for _, _, track_id, ms in plays:
        longest[track_id] = max(longest[track_id], ms)
    tracks = {
        song.id: KnownTrack(
            id=song.id,
            title=song.title,
            artist_id=song.artist_id,
            artist=song.artist,
            album=song.album,
            plays=song.plays,
            duration_ms=longest[song.id],
            last_played_at=song.last_at.timestamp(),
        )
        for song in songs
    }
    return HistorySnapshot(
        version,
        tracks,
        np.array([float(play[0]) for play in plays]),
        np.array([play[1] for play in plays], dtype=np.int64),
    )
