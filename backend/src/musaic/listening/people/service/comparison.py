"""Two people side by side: each one's figures from that person's own transaction, then put together."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.clock import start_of_day, zone_of
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.people import taste
from musaic.listening.people.months import Days
from musaic.listening.people.repository import taste as repository
from musaic.listening.people.schemas import LovedItem, PeopleComparison, PersonTotals, SharedItem
from musaic.platform.database import Database

LOVED = 20
DEFINITION = "two-people"
_ENTITIES: tuple[Entity, ...] = ("track", "artist", "album")


@dataclass(frozen=True)
class Asked:
    """Which lists are compared, by which figure, and how many entries are told."""

    entity: Entity
    metric: Metric
    limit: int


@dataclass(frozen=True)
class Person:
    """What is read of one person: sums of whole days, by artist and by what is asked for."""

    totals: PersonTotals
    artists: taste.Figures
    figures: taste.Figures
    known: frozenset[int]


@dataclass(frozen=True)
class Found:
    """What comes of two persons, before names."""

    match: float | None
    shared: int
    my_share: float | None
    their_share: float | None
    items: list[taste.Both]
    for_me: list[taste.Ranked]
    for_them: list[taste.Ranked]

    def ids(self) -> set[int]:
        """Return everything that must be named."""
        loved = [entry.id for entry in (*self.for_me, *self.for_them)]
        return {*loved, *(both.mine.id for both in self.items)}


async def compare(database: Database, pair: tuple[int, int], days: Days, asked: Asked) -> PeopleComparison:
    """Return the comparison of ``pair`` (the caller, the other), whose consent was checked before."""
    people = []
    for user_id in pair:
        async with database.user_transaction(user_id) as session:
            people.append(await _person(session, user_id, days, asked))
    mine, theirs = people
    # Half a million listens may hold a hundred thousand tracks: not on the event loop.
    found = await asyncio.to_thread(_put_together, mine, theirs, asked)
    async with database.user_transaction(pair[0]) as session:
        names = await repository.names(session, asked.entity, found.ids())
    return PeopleComparison(
        entity=asked.entity,
        first_day=days.first,
        last_day=days.span.last,
        match=found.match,
        mine=mine.totals,
        theirs=theirs.totals,
        shared=found.shared,
        my_share=found.my_share,
        their_share=found.their_share,
        items=[_shared_item(both, names) for both in found.items],
        for_me=[_loved_item(entry, names) for entry in found.for_me],
        for_them=[_loved_item(entry, names) for entry in found.for_them],
        definition=DEFINITION,
    )


async def _person(session: AsyncSession, user_id: int, days: Days, asked: Asked) -> Person:
    until = start_of_day(days.today, await zone_of(session, user_id))
    figures = await repository.figures(session, user_id, days, _ENTITIES)
    totals = PersonTotals(
        **await repository.sums(session, user_id, days),
        artists=len(figures["artist"]),
        tracks=len(figures["track"]),
        albums=len(figures["album"]),
    )
    known = await repository.known(session, user_id, asked.entity, until)
    return Person(totals, figures["artist"], figures[asked.entity], known)


def _put_together(mine: Person, theirs: Person, asked: Asked) -> Found:
    my_list = taste.ranked(mine.figures, asked.metric)
    their_list = taste.ranked(theirs.figures, asked.metric)
    shared = taste.shared(my_list, their_list, asked.metric)
    return Found(
        match=taste.match(mine.artists, theirs.artists),
        shared=len(shared),
        my_share=taste.share([both.mine for both in shared], my_list),
        their_share=taste.share([both.theirs for both in shared], their_list),
        items=shared[: asked.limit],
        for_me=taste.unheard(their_list, mine.known, LOVED),
        for_them=taste.unheard(my_list, theirs.known, LOVED),
    )


Names = Mapping[int, tuple[str, str | None]]


def _shared_item(both: taste.Both, names: Names) -> SharedItem:
    name, artist = names[both.mine.id]
    return SharedItem(
        id=both.mine.id,
        name=name,
        artist=artist,
        my_rank=both.mine.rank,
        my_plays=both.mine.plays,
        my_ms_played=both.mine.ms_played,
        their_rank=both.theirs.rank,
        their_plays=both.theirs.plays,
        their_ms_played=both.theirs.ms_played,
    )


def _loved_item(entry: taste.Ranked, names: Names) -> LovedItem:
    name, artist = names[entry.id]
    return LovedItem(
        id=entry.id,
        name=name,
        artist=artist,
        rank=entry.rank,
        plays=entry.plays,
        ms_played=entry.ms_played,
    )
