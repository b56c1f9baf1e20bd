"""What a service that takes listens looks like from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

SUBMISSION_CLIENT = "Musaic"


class CredentialsRefusedError(Exception):
    """The service knows us no longer, or never did; trying again does not help."""


class UnavailableError(Exception):
    """The service cannot take listens just now; ``retry_after_s`` is its own wish."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(message)


@dataclass(frozen=True)
class OutgoingListen:
    """A listen on its way; ``info`` are the facts that its player gave, in ListenBrainz's words."""

    id: int
    artist: str
    title: str
    album: str | None
    listened_at: datetime
    ms_played: int | None
    info: Mapping[str, Any]

    @property
    def stamp(self) -> int:
        """When it began, Unix time."""
        return int(self.listened_at.timestamp())

    @property
    def duration_s(self) -> int | None:
        """How long the song is, where its player said so."""
        for name, scale in (("duration_ms", 1000), ("duration", 1)):
            try:
                return int(self.info[name]) // scale or None
            except (KeyError, TypeError, ValueError, OverflowError):
                continue
        return None


@dataclass
class Delivery:
    """What became of a batch: taken, refused for good, and what stopped the rest."""

    sent: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    trouble: UnavailableError | CredentialsRefusedError | None = None


class Target(Protocol):
    """One account at one service."""

    @property
    def most(self) -> int:
        """How many listens it takes at once."""

    async def check(self) -> str:
        """Return the account's name; raises CredentialsRefusedError or UnavailableError."""

    async def deliver(self, listens: Sequence[OutgoingListen]) -> Delivery:
        """Send up to ``most`` listens; sending one again must be harmless there."""
