"""Make a playlist from seeds, keep it, show it, write it to a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import CatalogTrack, get_tracks
from musaic.platform.pagination import Page, newest_first_page
from musaic.playlists import repository
from musaic.playlists.blend import Ranked, Share, rank
from musaic.playlists.errors import (
    NothingMatchesError,
    PlaylistNotFoundError,
    SeedNotFoundError,
    UnknownMatcherError,
)
from musaic.playlists.exports.format import ExportTrack
from musaic.playlists.matchers import matchers as all_matchers
from musaic.playlists.models import Playlist, PlaylistTrack
from musaic.playlists.ports import Evidence, HistorySnapshot, HistorySource, KnownTrack, Matcher
from musaic.playlists.schemas import (
    DEFAULT_LENGTH,
    GeneratePlaylist,
    MatcherShare,
    PlaylistOut,
    PlaylistSummary,
    PlaylistTrackOut,
    Seed,
    SeedOut,
)
from musaic.playlists.seeds import find_seed
from musaic.playlists.selection import Wishes, select
from musaic.playlists.sentences import sentence


@dataclass(frozen=True)
class Draft:
    """A playlist as computed, before it is stored."""

    seeds: list[KnownTrack]
    chosen: list[Ranked]


async def generate(
    session: AsyncSession, user_id: int, wish: GeneratePlaylist, history: HistorySource
) -> PlaylistOut:
    """Make and store a playlist; raises SeedNotFoundError, NothingMatchesError, UnknownMatcherError."""
    matchers = await asyncio.to_thread(choose_matchers, wish.matchers)
    snapshot = await history.snapshot(session, user_id)
    draft = await asyncio.to_thread(compose, wish, snapshot, matchers)
    playlist = Playlist(
        user_id=user_id,
        name=wish.name or draft.seeds[0].title,
        seed_track_ids=[seed.id for seed in draft.seeds],
        options=wish.model_dump(mode="json", exclude={"seeds", "name"}),
    )
    rows = [_row(user_id, place, item) for place, item in enumerate(draft.chosen, start=1)]
    return await _show(session, await repository.add(session, playlist, rows), rows)


def choose_matchers(names: Sequence[str] | None) -> list[Matcher]:
    """Return the matchers called ``names`` (all of them without names)."""
    known = {matcher.name: matcher for matcher in all_matchers()}
    if unknown := set(names or ()) - known.keys():
        message = f"There is no matcher called {min(unknown)!r}; GET /playlists/matchers lists them."
        raise UnknownMatcherError(message)
    return [known[name] for name in names] if names else list(all_matchers())


def compose(wish: GeneratePlaylist, snapshot: HistorySnapshot, matchers: Sequence[Matcher]) -> Draft:
    """Compute a playlist; pure, so that it can run in a thread and be measured alone."""
    seeds = [_seed(seed, snapshot) for seed in wish.seeds]
    length = wish.length or (None if wish.duration_ms else DEFAULT_LENGTH)
    wishes = Wishes(length, wish.duration_ms, wish.explore, wish.random_seed)
    chosen = select(rank(seeds, snapshot, matchers), seeds, wishes)
    if not chosen:
        raise NothingMatchesError
    return Draft(seeds, chosen)


def _seed(seed: Seed, snapshot: HistorySnapshot) -> KnownTrack:
    found = snapshot.tracks.get(seed.track_id) if seed.track_id else find_seed(seed.query or "", snapshot)
    if found is None:
        raise SeedNotFoundError
    return found


def _row(user_id: int, position: int, item: Ranked) -> PlaylistTrack:
    return PlaylistTrack(
        user_id=user_id,
        position=position,
        track_id=item.track.id,
        duration_ms=item.track.duration_ms,
        score=item.score,
        shares=[
            {
                "name": part.matcher,
                "share": part.share,
                "code": part.evidence.code,
                "facts": part.evidence.facts,
            }
            for part in item.shares
        ],
    )


async def show(session: AsyncSession, user_id: int, playlist_id: UUID) -> PlaylistOut:
    """Return one playlist; raises PlaylistNotFoundError."""
    playlist = await repository.find(session, user_id, playlist_id)
    if playlist is None:
        raise PlaylistNotFoundError
    return await _show(session, playlist, await repository.tracks_of(session, user_id, playlist_id))


async def list_page(
    session: AsyncSession, user_id: int, cursor: str | None, limit: int
) -> Page[PlaylistSummary]:
    """Return the user's playlists, newest first."""
    rows = await repository.page(session, user_id, cursor, limit)
    playlists, next_cursor = newest_first_page([row[0] for row in rows], limit)
    names = await get_tracks(session, {seed for item in playlists for seed in item.seed_track_ids})
    totals = {row[0].id: (row[1], row[2]) for row in rows}
    return Page(
        items=[_summary(item, names, *totals[item.id]) for item in playlists], next_cursor=next_cursor
    )


async def remove(session: AsyncSession, user_id: int, playlist_id: UUID) -> None:
    """Delete one playlist; raises PlaylistNotFoundError."""
    if not await repository.remove(session, user_id, playlist_id):
        raise PlaylistNotFoundError


def export_tracks(playlist: PlaylistOut) -> list[ExportTrack]:
    """Return the lines of a playlist file."""
    return [
        ExportTrack(item.position, item.title, item.artist, item.album, item.duration_ms, item.why)
        for item in playlist.tracks
    ]


async def _show(session: AsyncSession, playlist: Playlist, rows: Sequence[PlaylistTrack]) -> PlaylistOut:
    names = await get_tracks(session, {row.track_id for row in rows} | set(playlist.seed_track_ids))
    summary = _summary(playlist, names, len(rows), sum(row.duration_ms for row in rows))
    tracks = [_track(row, names[row.track_id]) for row in rows]
    return PlaylistOut(**summary.model_dump(), tracks=tracks)


def _summary(
    playlist: Playlist, names: dict[int, CatalogTrack], track_count: int, duration_ms: int
) -> PlaylistSummary:
    seeds = [names[seed] for seed in playlist.seed_track_ids if seed in names]
    return PlaylistSummary(
        id=playlist.id,
        name=playlist.name,
        seeds=[SeedOut(track_id=seed.id, title=seed.title, artist=seed.artist) for seed in seeds],
        track_count=track_count,
        duration_ms=duration_ms,
        created_at=playlist.created_at,
    )


def _track(row: PlaylistTrack, names: CatalogTrack) -> PlaylistTrackOut:
    shares = [
        Share(part["name"], part["share"], Evidence(part["code"], part["facts"])) for part in row.shares
    ]
    return PlaylistTrackOut(
        position=row.position,
        track_id=row.track_id,
        title=names.title,
        artist=names.artist,
        album=names.album,
        duration_ms=row.duration_ms,
        score=round(row.score, 4),
        why=sentence(shares[0].evidence),
        matchers=[
            MatcherShare(
                name=part.matcher,
                share=round(part.share, 4),
                code=part.evidence.code,
                facts=part.evidence.facts,
            )
            for part in shares
        ],
    )
