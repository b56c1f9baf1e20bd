"""What things of the user's own history are called."""

from collections.abc import Sequence
from typing import Any

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


async def with_names(
    session: AsyncSession, entity: Entity, ranked: Sequence[tuple[int, int, int]]
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}`` of each (id, plays, time)."""
    called = await names(session, entity, [key for key, _, _ in ranked])
    return [
        {"id": key, "name": called[key][0], "artist": called[key][1], "plays": plays, "ms_played": ms}
        for key, plays, ms in ranked
    ]
