"""What names need from outside."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession


class TagSource(Protocol):
    """Genres and tags of what a user has heard, by comparison key; ``name`` is kept with each tag."""

    name: str

    async def track_tags(
        self, session: AsyncSession, user_id: int, track_ids: Sequence[int]
    ) -> Mapping[int, Sequence[str]]:
        """Return the tags of those of the user's effective tracks that have any."""

    async def artist_tags(
        self, session: AsyncSession, user_id: int, artist_ids: Sequence[int]
    ) -> Mapping[int, Sequence[str]]:
        """Return the tags of those artists that have any."""
