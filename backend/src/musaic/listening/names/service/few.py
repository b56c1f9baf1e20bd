"""Identities of the few spellings that a scrobble brings."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import KeyedIds, KeyedName, KeyedSong, resolve_keyed
from musaic.listening.names.naming import Name
from musaic.listening.names.repository import few, holding
from musaic.listening.names.repository.few import Identity
from musaic.listening.names.repository.plan import PlannedRecord, PlannedSong
from musaic.listening.names.service.identify import (
    Acts,
    is_plain_record,
    is_plain_song,
    plan_records,
    plan_songs,
)


@dataclass(frozen=True)
class Named:
    """What naming came to.

    ``artist_ids`` are those whose credits changed on tracks that the history had before; ``is_news``
    tells that other names may wait for an act that is heard for the first time.
    """

    artist_ids: list[int]
    is_news: bool


async def name_few(
    session: AsyncSession, user_id: int, track_ids: Sequence[int], album_ids: Sequence[int]
) -> Named:
    """Give identities to those of a few spelled tracks and albums that have none."""
    found = await few.unnamed(session, user_id, track_ids, album_ids)
    if not found:
        return Named([], is_news=False)
    songs = [row for row in found if row["kind"] == "song"]
    records = [row for row in found if row["kind"] == "record"]
    naming = await holding.naming_of(session, user_id)
    known = Acts(session, user_id, staged=False)
    planned = await plan_songs(known, naming, songs), await plan_records(known, naming, records)
    recredited = await few.put(session, user_id, *await _resolved(session, songs, records, *planned))
    acts, tracks = [song["artist_id"] for song in songs], [song["id"] for song in songs]
    is_news = bool(songs) and await few.is_asked_about(session, user_id, acts, tracks)
    return Named(recredited, is_news=is_news)


async def _resolved(
    session: AsyncSession,
    songs: Sequence[RowMapping],
    records: Sequence[RowMapping],
    planned_songs: Sequence[PlannedSong],
    planned_records: Sequence[PlannedRecord],
) -> tuple[list[Identity], list[Identity]]:
    """Turn names into ids; only those that do not stand for themselves are looked for."""
    wanted: dict[KeyedSong, KeyedIds | None] = {}
    for song in planned_songs:
        if not is_plain_song(song):
            wanted |= dict.fromkeys(_names_of(song))
    for record in planned_records:
        if not is_plain_record(record):
            wanted[_name_of(record)] = None
    if wanted:
        ids = await resolve_keyed(session, list(wanted))
        wanted |= dict(zip(wanted, ids, strict=True))
    return (
        [_song(row, song, wanted) for row, song in zip(songs, planned_songs, strict=True)],
        [_record(row, record, wanted) for row, record in zip(records, planned_records, strict=True)],
    )


def _keyed(name: Name) -> KeyedName:
    return KeyedName(name.key, name.text)


def _names_of(planned: PlannedSong) -> list[KeyedSong]:
    first, *guests = map(_keyed, planned.song.artists)
    return [KeyedSong(first, _keyed(planned.song.title)), *map(KeyedSong, guests)]


def _name_of(planned: PlannedRecord) -> KeyedSong:
    return KeyedSong(_keyed(planned.record.artist), album=_keyed(planned.record.title))


def _song(row: RowMapping, planned: PlannedSong, ids: dict[KeyedSong, KeyedIds | None]) -> Identity:
    found = [ids.get(name) for name in _names_of(planned)]
    first = found[0]
    if first is None or first.track_id is None:
        return Identity(row["id"], row["id"], [row["artist_id"]], None, asks=False)
    artist_ids = [each.artist_id for each in found if each]
    return Identity(row["id"], first.track_id, artist_ids, planned.song.excluded_by, planned.asks)


def _record(row: RowMapping, planned: PlannedRecord, ids: dict[KeyedSong, KeyedIds | None]) -> Identity:
    found = ids.get(_name_of(planned))
    if found is None or found.album_id is None:
        return Identity(row["id"], row["id"], [], None, asks=False)
    return Identity(row["id"], found.album_id, [], planned.record.excluded_by, planned.asks)
