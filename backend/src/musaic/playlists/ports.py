"""What this room needs from outside, and what a matcher is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class KnownTrack:
    """A track of the listener's history; ``duration_ms`` is the longest play, an estimate."""

    id: int
    title: str
    artist_id: int
    artist: str
    album: str | None
    plays: int
    duration_ms: int
    last_played_at: float


@dataclass(frozen=True)
class HistorySnapshot:
    """One listener's history as matchers see it, in the order of listening.

    ``played_at`` holds Unix seconds, rising; ``artist_ids`` has the artist of each of those
    plays. ``version`` changes with each change of the history and is the key of caches.
    """

    version: str
    tracks: dict[int, KnownTrack]
    played_at: NDArray[np.float64]
    artist_ids: NDArray[np.int64]


class HistorySource(Protocol):
    """Where the listener's history comes from (the listening room, joined at start-up)."""

    async def version(self, session: AsyncSession, user_id: int) -> str:
        """Return the present version of the user's history."""

    async def snapshot(self, session: AsyncSession, user_id: int) -> HistorySnapshot:
        """Return the user's whole counted history."""


@dataclass(frozen=True)
class Evidence:
    """Why a matcher proposes a track: a stable code and the facts of its sentence."""

    code: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Candidate:
    """One proposal: ``raw`` ranks within the matcher, ``support`` counts the facts behind it."""

    track_id: int
    raw: float
    support: int
    evidence: Evidence


class Matcher(Protocol):
    """Proposes tracks that go with the seeds. Deterministic for the same snapshot."""

    name: str
    weight: float

    def candidates(self, seeds: Sequence[KnownTrack], history: HistorySnapshot, k: int) -> list[Candidate]:
        """Return at most ``k`` proposals, best first, the seeds themselves left out."""
