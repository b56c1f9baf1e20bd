"""The door of the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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
    "SongIds",
    "SongNames",
    "Track",
    "comparison_key",
    "create_names",
    "fits",
    "get_tracks",
    "keep_artist_answer",
    "keep_track_answer",
    "resolve_names",
    "resolve_songs",
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


@dataclass(frozen=True)
class SongNames:
    """How a source spells a song; each name must pass ``fits(comparison_key(name))``."""

    artist: str
    title: str
    album: str | None


@dataclass(frozen=True)
class SongIds:
    """A song in the catalogue."""

    track_id: int
    artist_id: int
    album_id: int | None


async def resolve_songs(session: AsyncSession, songs: Sequence[SongNames]) -> list[SongIds]:
    """Return the ids of a few songs in their order, adding what is new.

    One query when all of it is known; for whole files ``resolve_names`` is the way.
    """
    columns = _columns(songs)
    found = await repository.find_songs(session, columns)
    if any(
        row["track_id"] is None or (song.album and (row["album_id"] is None or row["first_album_id"] is None))
        for row, song in zip(found, songs, strict=True)
    ):
        await repository.add_songs(session, columns)
        found = await repository.find_songs(session, columns)
    return [SongIds(row["track_id"], row["artist_id"], row["album_id"]) for row in found]


def _columns(songs: Sequence[SongNames]) -> dict[str, list[str | None]]:
    return {
        "artists": [song.artist for song in songs],
        "artist_keys": [comparison_key(song.artist) for song in songs],
        "albums": [song.album or None for song in songs],
        "album_keys": [comparison_key(song.album) if song.album else None for song in songs],
        "tracks": [song.title for song in songs],
        "track_keys": [comparison_key(song.title) for song in songs],
    }


async def create_names(session: AsyncSession) -> None:
    """Create this transaction's temporary table ``catalog_name`` for a bulk upsert.

    Columns to fill: ``name_no`` (the caller's number of the spelling), ``uses`` (how often it
    occurs), ``artist``, ``artist_key``, ``album``, ``album_key``, ``track``, ``track_key`` (albums and
    tracks may be null); keys by ``comparison_key``.
    """
    await repository.create_names(session)


async def keep_artist_answer(
    session: AsyncSession,
    artist_id: int,
    *,
    source: str,
    asked_at: datetime,
    tags: Sequence[str],
    mbid: UUID | None,
    year: int | None = None,  # noqa: ARG001  songs have one
) -> None:
    """Keep what a service said of an artist; ``tags`` by comparison key."""
    values = {"id": artist_id, "source": source, "asked_at": asked_at, "tags": list(tags), "mbid": mbid}
    await repository.keep_artist_answer(session, values)


async def keep_track_answer(
    session: AsyncSession,
    track_id: int,
    *,
    source: str,
    asked_at: datetime,
    tags: Sequence[str],
    mbid: UUID | None,
    year: int | None,
) -> None:
    """Keep what a service said of a song; ``tags`` by comparison key, ``year`` of its first release."""
    values = {"id": track_id, "source": source, "asked_at": asked_at, "tags": list(tags), "mbid": mbid}
    await repository.keep_track_answer(session, values | {"year": year})


async def resolve_names(session: AsyncSession) -> None:
    """Upsert everything in ``catalog_name``; afterwards its ``*_id`` columns are filled in."""
    await repository.resolve_names(session)
