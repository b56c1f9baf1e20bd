"""Search over every enabled source."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.names import comparison_key
from musaic.catalog.ports import HitKind, SearchHit, SearchSource


async def search(
    session: AsyncSession,
    user_id: int,
    sources: Sequence[SearchSource],
    *,
    query: str,
    kind: HitKind | None,
    limit: int,
) -> list[SearchHit]:
    """Return at most ``limit`` finds, source after source in their configured order."""
    key = comparison_key(query)
    hits: list[SearchHit] = []
    for source in sources:
        if len(hits) == limit or not key:
            break
        hits += await source.search(session, user_id, query=key, kind=kind, limit=limit - len(hits))
    return hits
