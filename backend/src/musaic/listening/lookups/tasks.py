"""The job that asks services about one user's artists and songs, a few hundred at a time."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from musaic.catalog.public import comparison_key, fits, keep_artist_answer, keep_track_answer
from musaic.integrations.tags import (
    Answer,
    ArtistAsked,
    CredentialsRefusedError,
    SongAsked,
    TagSource,
    UnavailableError,
)
from musaic.jobs import public as jobs
from musaic.listening.analytics import public as analytics
from musaic.listening.history.ports import UNKNOWN_ARTIST
from musaic.listening.lookups import repository
from musaic.listening.lookups.parts import sources
from musaic.listening.names import public as names
from musaic.platform import clock

KIND = "listening.lookup"
ASK, APPLY = "ask", "apply"
# Nothing is asked twice within this.
FRESH = timedelta(days=30)
# Questions to one service in one run, half of them about artists; and when a run ends in any case.
MOST_ARTISTS = MOST_SONGS = 150
_LONGEST_RUN_S = 900.0
_EVERY = timedelta(minutes=30)
_MOST_USERS = 50
_NOBODY = comparison_key(UNKNOWN_ARTIST)

log = structlog.get_logger(__name__)


class _Run:
    """One run: what it has asked, and how far it is."""

    def __init__(self, ctx: jobs.JobContext, before: datetime) -> None:
        self.ctx, self.before = ctx, before
        self.asked = 0
        self.troubles: list[str] = []
        self._until = time.monotonic() + _LONGEST_RUN_S

    @property
    def over(self) -> bool:
        """Whether the rest must wait for the next run."""
        return time.monotonic() > self._until

    async def ask(self, source: TagSource, place: float, share: float) -> None:
        """Ask one service; ``place`` and ``share`` are its part of the progress."""
        wish: dict[str, Any] = {"source": source.name, "before": self.before, "nobody": _NOBODY}
        async with self.ctx.transaction() as session:
            artists = await repository.due_artists(session, self.ctx.user_id, **wish, limit=MOST_ARTISTS)
            rest = MOST_ARTISTS - len(artists) + MOST_SONGS
            songs = await repository.due_tracks(session, self.ctx.user_id, **wish, limit=rest)
        for number, row in enumerate((*artists, *songs)):
            self.ctx.progress(ASK, place + share * number / (len(artists) + len(songs)))
            if self.over:
                return
            is_artist = number < len(artists)
            answer = await _answer(source, dict(row), is_artist=is_artist)
            keep = keep_artist_answer if is_artist else keep_track_answer
            # Kept at once: what was asked is never asked again soon, whatever becomes of this run.
            async with self.ctx.transaction() as session:
                await keep(session, row["id"], source=source.name, **_known(answer))
            self.asked += 1


async def _answer(source: TagSource, row: Mapping[str, Any], *, is_artist: bool) -> Answer:
    if is_artist:
        return await source.artist(ArtistAsked(row["name"], row["mbid"]))
    return await source.song(SongAsked(row["artist"], row["title"], row["mbid"]))


def _known(answer: Answer) -> dict[str, Any]:
    tags = [key for key in dict.fromkeys(comparison_key(tag) for tag in answer.tags) if fits(key)]
    return {"tags": tags, "mbid": answer.mbid, "year": answer.year, "asked_at": clock.now()}


async def run_lookup(ctx: jobs.JobContext) -> None:
    """Ask what is due, then give the user what is known by now.

    A service that cannot answer is left alone until the next run; the others go on.
    """
    run = _Run(ctx, clock.now() - FRESH)
    found = sources()
    for number, source in enumerate(found):
        try:
            await run.ask(source, number / len(found), 1 / len(found))
        except (UnavailableError, CredentialsRefusedError) as error:
            run.troubles.append(source.name)
            log.warning("lookup_stopped", source=source.name, reason=str(error), error=type(error).__name__)
    ctx.progress(APPLY, 0)
    result: dict[str, jobs.Json] = {"asked": run.asked, "troubles": run.troubles}
    async with ctx.finish(result) as session:
        await analytics.begin_change(session, ctx.user_id, "UTC")
        if await repository.apply(session, ctx.user_id, [source.name for source in found]):
            await names.ask_again(session, ctx.user_id)
            await analytics.facts_changed(session, ctx.user_id)


async def queue_lookups(upkeep: jobs.Upkeep) -> None:
    """Queue a run for users of whom something is to be asked; nobody without a service set up."""
    enabled = upkeep.settings.tag_sources
    if not enabled:
        return
    now = clock.now()
    async with upkeep.database.system_transaction() as session:
        users = await repository.waiting(
            session, enabled, before=now - FRESH, nobody=_NOBODY, limit=_MOST_USERS
        )
    window = int(now.timestamp() // _EVERY.total_seconds())
    for user_id in users:
        async with upkeep.database.user_transaction(user_id) as session:
            idempotency = jobs.Idempotency.of(f"lookup:{window}", {})
            await jobs.submit(session, user_id=user_id, kind=KIND, args={}, idempotency=idempotency)


KINDS = (
    jobs.JobKind(
        KIND,
        (jobs.Step(ASK, 20), jobs.Step(APPLY)),
        run_lookup,
        soft_limit_s=1_500,
        hard_limit_s=1_560,
        max_attempts=2,
    ),
)
SCHEDULES = (jobs.Schedule("listening.lookups", _EVERY, queue_lookups),)
