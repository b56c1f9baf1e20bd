"""From spellings to identities, for an import and for what a change of rules may touch.

Spellings are worked on in pieces, so that memory does not grow with the songs of a file or a history.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Sequence
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


class Acts:
    """The acts that a history knows (with ``staged`` the import, too), as far as they were asked about."""

    def __init__(self, session: AsyncSession, user_id: int, *, staged: bool) -> None:
        self._session, self._user_id, self._staged = session, user_id, staged
        self._asked: set[str] = set()
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        """Tell whether ``key`` was asked about and is an act."""
        return key in self._known

    async def ask(self, keys: Iterable[str]) -> bool:
        """Look up which of ``keys`` are acts; tell whether any of them was not asked about before."""
        new = set(keys) - self._asked
        if new:
            self._known |= await spelled.known(
                self._session, self._user_id, sorted(new), staged_too=self._staged
            )
            self._asked |= new
        return bool(new)


async def plan_staged(session: AsyncSession, user_id: int) -> None:
    """Add the effective names of a staged import to ``catalog_name``, before it is resolved."""
    naming = await holding.naming_of(session, user_id)
    await plan.create(session)
    await spelled.note_staged_acts(session)
    async for rows in spelled.staged_songs(session, user_id):
        songs = await plan_songs(Acts(session, user_id, staged=True), naming, rows)
        await plan.fill_songs(session, [song for song in songs if not is_plain_song(song)])
    async for rows in spelled.staged_records(session, user_id):
        records = await plan_records(Acts(session, user_id, staged=True), naming, rows)
        await plan.fill_records(session, [record for record in records if not is_plain_record(record)])


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
    await create_names(session)
    await plan.create(session)
    async for rows in spelled.songs(session, track_ids):
        acts = Acts(session, user_id, staged=False)
        await plan.fill_songs(session, await plan_songs(acts, naming, rows))
    async for rows in spelled.records(session, album_ids):
        acts = Acts(session, user_id, staged=False)
        await plan.fill_records(session, await plan_records(acts, naming, rows))
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


async def plan_songs(acts: Acts, naming: Naming, rows: Sequence[RowMapping]) -> list[PlannedSong]:
    """Return the identities of spelled songs, given as ``{artist, artist_key, title, title_key}``."""
    songs, asking = await _named(acts, naming.song, rows)
    return [
        PlannedSong(row["artist_key"], row["title_key"], song, place in asking)
        for place, (row, song) in enumerate(zip(rows, songs, strict=True))
    ]


async def plan_records(acts: Acts, naming: Naming, rows: Sequence[RowMapping]) -> list[PlannedRecord]:
    """Return the identities of spelled albums, given like songs."""
    records, asking = await _named(acts, naming.record, rows)
    return [
        PlannedRecord(row["artist_key"], row["title_key"], record, place in asking)
        for place, (row, record) in enumerate(zip(rows, records, strict=True))
    ]


async def _named(
    acts: Acts, name: Callable[[str, str, Known | None], Identity], rows: Sequence[RowMapping]
) -> tuple[list[Identity], Collection[int]]:
    """Return the identities of ``rows``, and the places of those that depend on which acts are known."""

    def name_all() -> list[Identity]:
        return [name(row["artist"], row["title"], None) for row in rows]

    # Much work for thousands of names: not on the event loop.
    named = name_all() if len(rows) <= _FEW else await asyncio.to_thread(name_all)
    asking = {place for place, identity in enumerate(named) if identity.asked}
    for turn in range(_ROUNDS):
        is_news = await acts.ask(key for place in asking for key in named[place].asked)
        if turn and not is_news:
            break
        for place in asking:
            named[place] = name(rows[place]["artist"], rows[place]["title"], acts.__contains__)
    return named, asking


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
