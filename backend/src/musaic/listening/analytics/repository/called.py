"""What things of the user's own history are called."""

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.spans import Entity, named


def _names_of(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(CAST(:ids AS bigint[])) AS id", "page.id"))


_NAMES: dict[Entity, TextClause] = {
    "track": _names_of("track"),
    "artist": _names_of("artist"),
    "album": _names_of("album"),
}


async def names(session: AsyncSession, entity: Entity, ids: list[int]) -> dict[int, tuple[str, str | None]]:
    """Return (name, artist) by id; they were found in the user's own history."""
    rows = await session.execute(_NAMES[entity], {"ids": ids})
    return {int(row["id"]): (row["name"], row["artist"]) for row in rows.mappings()}
