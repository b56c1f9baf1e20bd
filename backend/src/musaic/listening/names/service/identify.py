"""From spellings to identities, for an import and for what a change of rules may touch."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import create_names, resolve_names
from musaic.listening.names.credits import Known
from musaic.listening.names.naming import Naming, Record, Song
from musaic.listening.names.repository import holding, listens, plan, spelled
from musaic.listening.names.repository.plan import PlannedRecord, PlannedSong

Identity = TypeVar("Identity", Song, Record)
# Each answer may lead to one more question: "is A known?", then "is C & D?".
_ROUNDS = 4
_FEW = 20


async def plan_staged(session: AsyncSession, user_id: int) -> None:
    """Add the effective names of a staged import to ``catalog_name``, before it is resolved."""
    naming = await holding.naming_of(session, user_id)
    songs, records = await spelled.staged(session, user_id)
    await plan.create(session)
    planned = await plan_names(session, user_id, naming, songs, records, staged=True)
    await plan.fill(
        session,
        [song for song in planned[0] if not is_plain_song(song)],
        [record for record in planned[1] if not is_plain_record(record)],
    )


async def put_staged(session: AsyncSession, user_id: int) -> list[int]:
    """Write the identities of a staged import, once its names are resolved.

    Returns the artists whose credits changed on tracks that the history had before.
    """
    await plan.resolve(session)
    return await plan.put(session, user_id, plain=True)


async def plan_again(
    session: AsyncSession, user_id: int, track_ids: Sequence[int], album_ids: Sequence[int]
) -> int:
    """Plan the identities of these spelled tracks and albums anew; return how many differ from the maps."""
    naming = await holding.naming_of(session, user_id)
    songs, records = await spelled.of_catalogue(session, track_ids, album_ids)
    planned = await plan_names(session, user_id, naming, songs, records, staged=False)
    await create_names(session)
    await plan.create(session)
    await plan.fill(session, *planned)
    await resolve_names(session)
    await plan.resolve(session)
    return await plan.drop_same(session, user_id)


async def put_plan(session: AsyncSession, user_id: int) -> list[int]:
    """Write what ``plan_again`` planned; return the artists whose credits changed."""
    return await plan.put(session, user_id, plain=False)


async def name_unnamed(
    session: AsyncSession, user_id: int, listen_ids: Sequence[int] | None
) -> list[int] | None:
    """Give identities to the spellings of these listens (None: of all) that have none.

    Returns the artists whose credits changed on tracks that the history had before; None when
    every spelling had an identity.
    """
    track_ids, album_ids = await spelled.unnamed(session, user_id, listen_ids)
    if not track_ids and not album_ids:
        return None
    await plan_again(session, user_id, track_ids, album_ids)
    return await put_plan(session, user_id)


async def forget(session: AsyncSession, user_id: int, leaving: Sequence[int] | None) -> list[int]:
    """Forget spellings that are in no listen any more (or in none but those that are ``leaving``).

    Returns the artists whose credits changed.
    """
    await plan.create(session)
    await listens.forget(session, user_id, leaving)
    return await plan.credit(session, user_id)


async def recredit(session: AsyncSession, user_id: int) -> None:
    """Write all credits of the user anew, from the identities of its spellings."""
    await plan.create(session)
    await plan.touch_all(session, user_id)
    await plan.credit(session, user_id)


async def plan_names(
    session: AsyncSession,
    user_id: int,
    naming: Naming,
    songs: Sequence[RowMapping],
    records: Sequence[RowMapping],
    *,
    staged: bool,
) -> tuple[list[PlannedSong], list[PlannedRecord]]:
    """Return the identities of spelled songs and albums; with ``staged`` acts of the import are known."""

    def name_all() -> tuple[list[Song], list[Record]]:
        return (
            [naming.song(row["artist"], row["title"]) for row in songs],
            [naming.record(row["artist"], row["title"]) for row in records],
        )

    # Seconds of work for a hundred thousand names: not on the event loop.
    few = len(songs) + len(records) <= _FEW
    named_songs, named_records = name_all() if few else await asyncio.to_thread(name_all)
    song_asks = [place for place, song in enumerate(named_songs) if song.asked]
    record_asks = [place for place, record in enumerate(named_records) if record.asked]
    known: set[str] = set()
    unknown: set[str] = set()
    for _ in range(_ROUNDS):
        asked = set[str]().union(
            *(named_songs[place].asked for place in song_asks),
            *(named_records[place].asked for place in record_asks),
        )
        new = asked - unknown
        if not new:
            break
        known |= await spelled.known(session, user_id, sorted(new), staged_too=staged)
        unknown |= new
        _again(named_songs, songs, song_asks, naming.song, known.__contains__)
        _again(named_records, records, record_asks, naming.record, known.__contains__)
    asking_songs, asking_records = set(song_asks), set(record_asks)
    return (
        [
            PlannedSong(row["artist_key"], row["title_key"], song, place in asking_songs)
            for place, (row, song) in enumerate(zip(songs, named_songs, strict=True))
        ],
        [
            PlannedRecord(row["artist_key"], row["title_key"], record, place in asking_records)
            for place, (row, record) in enumerate(zip(records, named_records, strict=True))
        ],
    )


def _again(
    named: list[Identity],
    rows: Sequence[RowMapping],
    places: Sequence[int],
    name: Callable[[str, str, Known], Identity],
    known: Known,
) -> None:
    for place in places:
        named[place] = name(rows[place]["artist"], rows[place]["title"], known)


def is_plain_song(planned: PlannedSong) -> bool:
    """Tell whether a song stands for itself."""
    song = planned.song
    return (
        not planned.asks
        and song.excluded_by is None
        and len(song.artists) == 1
        and (song.artists[0].key, song.title.key) == (planned.artist_key, planned.title_key)
    )


def is_plain_record(planned: PlannedRecord) -> bool:
    """Tell whether an album stands for itself."""
    record = planned.record
    return (
        not planned.asks
        and record.excluded_by is None
        and (record.artist.key, record.title.key) == (planned.artist_key, planned.title_key)
    )
