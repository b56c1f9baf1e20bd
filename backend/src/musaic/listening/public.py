"""The door of the listening room."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import HitKind, SearchHit
from musaic.listening.analytics.cache import ChartCache
from musaic.listening.analytics.repository import library, search, state
from musaic.listening.analytics.states import HistoryStates
from musaic.listening.analytics.upkeep import verify_user
from musaic.listening.history.service.imports import begin, undo
from musaic.listening.history.service.options import Options

__all__ = [
    "ChartCache",
    "HistorySearch",
    "HistoryStates",
    "HistoryTrack",
    "Options",
    "begin_import",
    "history_moments",
    "history_tracks",
    "history_version",
    "sample_users",
    "undo_import",
    "verify_user",
]

begin_import = begin
sample_users = state.some_users
undo_import = undo


class HistorySearch:
    """Search over what the caller has listened to."""

    name = "history"

    async def search(
        self, session: AsyncSession, user_id: int, *, query: str, kind: HitKind | None, limit: int
    ) -> list[SearchHit]:
        """Return the finds, best first."""
        rows = await search.search(session, user_id, query=query, kind=kind, limit=limit)
        return [SearchHit(**row, source=self.name) for row in rows]


@dataclass(frozen=True)
class HistoryTrack:
    """A track of a user's history; ``duration_ms`` is its longest play, an estimate."""

    id: int
    title: str
    artist_id: int
    artist: str
    album: str | None
    plays: int
    duration_ms: int
    last_at: datetime


async def history_version(session: AsyncSession, user_id: int) -> str:
    """Return what changes with each change of the history: a key for caches."""
    return f"{(await state.read(session, user_id)).version:x}"


async def history_tracks(session: AsyncSession, user_id: int) -> list[HistoryTrack]:
    """Return every track with a counted listen, most played first."""
    return [HistoryTrack(**row) for row in await library.tracks(session, user_id)]


async def history_moments(session: AsyncSession, user_id: int) -> list[tuple[int, int, int]]:
    """Return (Unix milliseconds, artist id, track id) of every counted listen, oldest first."""
    return [(at, artist, track) for at, artist, track in await library.moments(session, user_id)]
