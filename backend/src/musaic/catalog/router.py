"""Search."""

from collections.abc import Sequence
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request

from musaic.catalog import service
from musaic.catalog.ports import HitKind, SearchSource
from musaic.catalog.schemas import SearchHitOut, SearchResults
from musaic.platform.deps import CurrentUser, UserSession

router = APIRouter(tags=["catalog"])


def _sources(request: Request) -> Sequence[SearchSource]:
    return cast("Sequence[SearchSource]", request.app.state.search_sources)


@router.get("/search", name="search", summary="Find tracks, artists and albums")
async def search(
    user: CurrentUser,
    session: UserSession,
    sources: Annotated[Sequence[SearchSource], Depends(_sources)],
    q: Annotated[str, Query(min_length=1, max_length=200, description="Part of a name")],
    kind: Annotated[HitKind | None, Query(description="Only this kind")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SearchResults:
    """Search every enabled source, by now the caller's own listening history."""
    hits = await service.search(session, user.user_id, sources, query=q, kind=kind, limit=limit)
    return SearchResults(items=[SearchHitOut.model_validate(hit) for hit in hits])
