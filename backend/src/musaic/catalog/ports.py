"""What search needs from the rooms above."""

from dataclasses import dataclass
from typing import Literal, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

HitKind = Literal["track", "artist", "album"]


@dataclass(frozen=True)
class SearchHit:
    """One find: ``title`` is the entity's own name, ``artist`` null for artists themselves."""

    kind: HitKind
    id: int
    title: str
    artist: str | None
    album: str | None
    plays: int
    source: str


class SearchSource(Protocol):
    """A place to search, shown to the caller by ``name``.

    A source shows only what the caller may see: names from the shared catalogue that others
    listen to must never come out of it.
    """

    name: str

    async def search(
        self, session: AsyncSession, user_id: int, *, query: str, kind: HitKind | None, limit: int
    ) -> list[SearchHit]:
        """Return at most ``limit`` finds for the comparison key ``query``, best first."""


@dataclass(frozen=True)
class EnabledSources:
    """The sources that start-up has chosen, in the order of their finds."""

    sources: tuple[SearchSource, ...]
