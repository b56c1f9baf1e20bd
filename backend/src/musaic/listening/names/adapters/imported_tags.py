"""The tags that came with imports: always there, nothing to set up."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.names.repository import tags


class ImportedTags:
    """A ``TagSource`` over what the user's own files said."""

    name = tags.IMPORTED

    async def track_tags(
        self, session: AsyncSession, user_id: int, track_ids: Sequence[int]
    ) -> Mapping[int, Sequence[str]]:
        """Return the tags of those of the user's effective tracks that have any."""
        return await tags.of_tracks(session, user_id, track_ids, self.name)

    async def artist_tags(
        self, session: AsyncSession, user_id: int, artist_ids: Sequence[int]
    ) -> Mapping[int, Sequence[str]]:
        """Return the tags of those artists that have any: of all their songs, most frequent first."""
        return await tags.of_artists(session, user_id, artist_ids, self.name)
