"""The door of the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import RowMapping
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
    "KeyedIds",
    "KeyedName",
    "KeyedSong",
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
    "resolve_keyed",
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


class KeyedName(NamedTuple):
    """A name and the key that it is compared by, as ``comparison_key`` gives it or derived from that."""

    key: str
    text: str


@dataclass(frozen=True)
class KeyedSong:
    """An artist, and what of theirs is meant: a track, an album, both or neither."""

    artist: KeyedName
    track: KeyedName | None = None
    album: KeyedName | None = None


@dataclass(frozen=True)
class KeyedIds:
    """The same in the catalogue."""

    artist_id: int
    track_id: int | None
    album_id: int | None


async def resolve_songs(session: AsyncSession, songs: Sequence[SongNames]) -> list[SongIds]:
    """Return the ids of a few songs in their order, adding what is new.

    One query when all of it is known; for whole files ``resolve_names`` is the way.
    """
    keyed = [
        KeyedSong(_keyed(song.artist), _keyed(song.title), _keyed(song.album) if song.album else None)
        for song in songs
    ]
    found = await resolve_keyed(session, keyed)
    return [SongIds(cast("int", ids.track_id), ids.artist_id, ids.album_id) for ids in found]


async def resolve_keyed(session: AsyncSession, songs: Sequence[KeyedSong]) -> list[KeyedIds]:
    """Return the ids of a few artists, tracks and albums in their order, adding what is new."""
    columns = _columns(songs)
    found: Sequence[RowMapping] = await repository.find_songs(session, columns)
    if not _is_whole(found, songs):
        # The usual batch is one song.
        found = [await repository.add_song(session, columns)] if len(songs) == 1 else []
        if not found or not _is_there(found[0], songs[0]):
            await repository.add_songs(session, columns)
            found = await repository.find_songs(session, columns)
    return [KeyedIds(row["artist_id"], row["track_id"], row["album_id"]) for row in found]


def _is_whole(found: Sequence[RowMapping], songs: Sequence[KeyedSong]) -> bool:
    return all(
        _is_there(row, song) and not (song.track and song.album and row["first_album_id"] is None)
        for row, song in zip(found, songs, strict=True)
    )


def _is_there(row: RowMapping, song: KeyedSong) -> bool:
    wanted = (("artist_id", song.artist), ("track_id", song.track), ("album_id", song.album))
    return all(row[column] is not None for column, name in wanted if name)


def _keyed(name: str) -> KeyedName:
    return KeyedName(comparison_key(name), name)


def _columns(songs: Sequence[KeyedSong]) -> dict[str, list[str | None]]:
    named: dict[str, Sequence[KeyedName | None]] = {
        "artist": [song.artist for song in songs],
        "album": [song.album for song in songs],
        "track": [song.track for song in songs],
    }
    texts = {f"{kind}s": [name and name.text for name in found] for kind, found in named.items()}
    keys = {f"{kind}_keys": [name and name.key for name in found] for kind, found in named.items()}
    return texts | keys


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
