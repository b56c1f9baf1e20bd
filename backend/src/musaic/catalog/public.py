"""The door of the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog import repository
from musaic.catalog.models import Album, Artist, Track
from musaic.catalog.names import comparison_key, fits
from musaic.catalog.ports import HitKind, SearchHit, SearchSource

__all__ = [
    "Album",
    "Artist",
    "CatalogTrack",
    "HitKind",
    "SearchHit",
    "SearchSource",
    "Track",
    "comparison_key",
    "create_names",
    "fits",
    "get_tracks",
    "resolve_names",
]


@dataclass(frozen=True)
class CatalogTrack:
    """A track with the names to show; ``album`` is the first album it was seen on, if any."""

    id: int
    title: str
    artist_id: int
    artist: str
    album_id: int | None
    album: str | None


async def get_tracks(session: AsyncSession, ids: Iterable[int]) -> dict[int, CatalogTrack]:
    """Return those of ``ids`` that exist, by id. Give only ids that the caller may know."""
    return {row["id"]: CatalogTrack(**row) for row in await repository.get_tracks(session, ids)}


async def create_names(session: AsyncSession) -> None:
    """Create this transaction's temporary table ``catalog_name`` for a bulk upsert.

    Columns to fill: ``name_no`` (the caller's number of the spelling), ``uses`` (how often it
    occurs), ``artist``, ``artist_key``, ``album``, ``album_key``, ``track``, ``track_key`` (albums and
    tracks may be null); keys by ``comparison_key``.
    """
    await repository.create_names(session)


async def resolve_names(session: AsyncSession) -> None:
    """Upsert everything in ``catalog_name``; afterwards its ``*_id`` columns are filled in."""
    await repository.resolve_names(session)
