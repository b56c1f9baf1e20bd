"""What a service that knows genres looks like from here."""

import unicodedata
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

# Of one artist or song; what comes after these is mostly noise.
MOST_TAGS = 5


@dataclass(frozen=True)
class ArtistAsked:
    """An artist by name, with the service's own id where an earlier answer told it."""

    name: str
    mbid: UUID | None = None


@dataclass(frozen=True)
class SongAsked:
    """A song by its names; ``mbid`` is that of the recording, where a player or a file told it."""

    artist: str
    title: str
    mbid: UUID | None = None


@dataclass(frozen=True)
class Answer:
    """What is known: ``tags`` best first, the year of the first release; empty where nothing is."""

    tags: tuple[str, ...] = ()
    year: int | None = None
    mbid: UUID | None = None


class TagSource(Protocol):
    """One service; ``name`` is kept with each of its tags.

    Both calls raise UnavailableError when it cannot answer just now, and CredentialsRefusedError
    when it never will.
    """

    name: str

    async def artist(self, asked: ArtistAsked) -> Answer:
        """Return what the service knows of an artist."""

    async def song(self, asked: SongAsked) -> Answer:
        """Return what the service knows of a song."""


def alike(one: str, other: str) -> bool:
    """Tell whether two spellings are one name: marks, case, accents and spaces do not count."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    # A name of signs alone ("!!!") is compared as it is.
    return "".join(letter for letter in plain if letter.isalnum()) or plain
