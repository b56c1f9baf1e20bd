"""Search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from musaic.catalog import service
from musaic.catalog.ports import EnabledSources, HitKind
from musaic.catalog.schemas import SearchHitOut, SearchResults
from musaic.platform.deps import CurrentUser, RuntimeDep, UserSession

router = APIRouter(tags=["catalog"])


async def _sources(pieces: RuntimeDep) -> EnabledSources:
    return pieces.port(EnabledSources)


@router.get("/search", name="search", summary="Find tracks, artists and albums")
async def search(
    user: CurrentUser,
    session: UserSession,
    enabled: Annotated[EnabledSources, Depends(_sources)],
    q: Annotated[str, Query(min_length=1, max_length=200, description="Part of a name")],
    kind: Annotated[HitKind | None, Query(description="Only this kind")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SearchResults:
    """Search every enabled source, by now the caller's own listening history."""
    hits = await service.search(session, user.user_id, enabled.sources, query=q, kind=kind, limit=limit)
    return SearchResults(items=[SearchHitOut.model_validate(hit) for hit in hits])
