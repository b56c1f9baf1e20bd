"""Listens that come one by one from players, in every chart at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import SongIds, SongNames, comparison_key, fits, resolve_songs
from musaic.listening.analytics import public as analytics
from musaic.listening.history.ports import Play
from musaic.listening.history.repository import live
from musaic.listening.history.repository.live import Inserted
from musaic.listening.history.rules import AHEAD, EARLIEST, LONGEST_MS
from musaic.listening.history.service.staging import number_of
from musaic.listening.history.service.zones import zone_of_user
from musaic.listening.names import public as names
from musaic.platform import clock

# What a live listen is marked with, whatever protocol it came by: the same song at the same second
# from two players is one listen.
SOURCE = "scrobble"


@dataclass(frozen=True)
class LiveResult:
    """What became of a play.

    ``added`` has the id of its listen, and in ``twin_of`` that of an earlier one from elsewhere that
    it repeats (it is kept, but not counted); ``rejected`` has a reason; ``duplicate`` is there already.
    """

    state: Literal["added", "duplicate", "rejected"]
    listen_id: int | None = None
    twin_of: int | None = None
    reason: str | None = None


async def add_live(
    session: AsyncSession,
    user_id: int,
    plays: Sequence[Play],
    *,
    source: str = SOURCE,
    client: str | None,
) -> list[LiveResult]:
    """Add plays to the history in the caller's transaction; return what became of each, in order.

    Sending the same again adds nothing. ``stamped_at`` is when a song began. Every play counts:
    players apply their own threshold.
    """
    reasons = [_refusal(play) for play in plays]
    taken = [play for play, reason in zip(plays, reasons, strict=True) if reason is None]
    if not taken:
        return [LiveResult("rejected", reason=reason) for reason in reasons]
    zone = await analytics.begin_live(session, user_id)
    songs = await resolve_songs(session, [SongNames(play.artist, play.title, play.album) for play in taken])
    common = {"source": source, "client": client, "timezone": zone}
    coded = any(play.recording_mbid or play.isrc for play in taken)
    new = await _insert(session, user_id, _columns(taken, songs), common, coded=coded)
    if new:
        facts = [_facts(play, song) for play, song in zip(taken, songs, strict=True) if play.genres]
        if facts:
            await names.add_facts(session, user_id, facts)
            await analytics.facts_changed(session, user_id, [song.track_id for song in facts])
    results = iter([_result(new.pop((play.stamped_at, _key(play)), None)) for play in taken])
    return [LiveResult("rejected", reason=reason) if reason else next(results) for reason in reasons]


async def _insert(
    session: AsyncSession,
    user_id: int,
    rows: dict[str, list[Any]],
    common: dict[str, str | None],
    *,
    coded: bool,
) -> dict[tuple[datetime, int], Inserted]:
    """Add what is not there yet to history and charts; nearly always all is spelled as something before.

    Names that come with the rest may change what others mean, so what is there is in the charts first.
    """

    async def insert() -> dict[tuple[datetime, int], Inserted]:
        found = await live.insert(session, user_id, rows, **common)
        if found:
            ids = [listen.id for listen in found.values()]
            await analytics.added_named(session, user_id, ids, coded=coded)
        return found

    new = await insert()
    if len(new) < len(rows["stamps"]):
        track_ids, album_ids = await live.unnamed(session, user_id, rows, str(common["source"]))
        if track_ids:
            await analytics.name_few(session, user_id, track_ids, album_ids)
            new |= await insert()
    return new


async def delete_live(
    session: AsyncSession,
    user_id: int,
    *,
    listened_at: datetime,
    matches: Callable[[str, str, str | None], bool],
) -> list[int]:
    """Delete the listens of that second whose (artist, title, album) match; return their ids.

    Listens that they had hidden as repeats count again.
    """
    await analytics.begin_change(session, user_id, await zone_of_user(session, user_id))
    found = await live.at(session, user_id, listened_at)
    ids = [row["id"] for row in found if matches(row["artist"], row["title"], row["album"])]
    if ids:
        await analytics.removed_listens(session, user_id, ids)
        shown = await live.show_twins_of(session, user_id, ids)
        await live.delete(session, user_id, ids)
        if shown:
            await analytics.added_listens(session, user_id, shown)
    return ids


def _refusal(play: Play) -> str | None:
    names = (play.artist, play.title, play.album or "-", play.item or "-")
    if any("\0" in name for name in names):
        return "nul_character"
    if not play.artist.strip() or not play.title.strip():
        return "missing_name"
    if not all(fits(comparison_key(name)) for name in names[:3]):
        return "name_too_long"
    if not EARLIEST <= play.stamped_at <= clock.now() + AHEAD:
        return "impossible_time"
    return None


def _facts(play: Play, song: SongIds) -> names.SongFacts:
    keys = dict.fromkeys(comparison_key(genre) for genre in play.genres)
    return names.SongFacts(song.track_id, [key for key in keys if fits(key)])


def _key(play: Play) -> int:
    return number_of(comparison_key(play.artist), comparison_key(play.title))


def _result(listen: Inserted | None) -> LiveResult:
    return LiveResult("duplicate") if listen is None else LiveResult("added", listen.id, listen.twin_of)


def _columns(plays: Sequence[Play], songs: Sequence[SongIds]) -> dict[str, list[Any]]:
    return {
        "source_keys": [_key(play) for play in plays],
        "source_items": [play.item for play in plays],
        "stamps": [play.stamped_at for play in plays],
        "track_ids": [song.track_id for song in songs],
        "album_ids": [song.album_id for song in songs],
        "ms": [_sane(play.ms_played) for play in plays],
        "platforms": [play.platform for play in plays],
        "mbids": [_uuid(play.recording_mbid) for play in plays],
        "isrcs": [play.isrc for play in plays],
        "lengths": [_sane(play.length_ms) for play in plays],
    }


def _sane(ms: int | None) -> int | None:
    return ms if ms is not None and 0 < ms <= LONGEST_MS else None


def _uuid(value: str | None) -> UUID | None:
    return UUID(value) if value else None
