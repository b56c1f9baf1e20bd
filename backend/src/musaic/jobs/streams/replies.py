"""What goes over the wire of one stream, from its opening to its clean end."""

import random
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from musaic.jobs.office import current_office
from musaic.jobs.repository import streams as repository
from musaic.jobs.repository import submission
from musaic.jobs.repository.streams import EventRow
from musaic.jobs.service.control import get_owned
from musaic.jobs.streams.frames import Event
from musaic.jobs.streams.hub import HEARTBEAT_S, StreamHub
from musaic.jobs.streams.stream import Stream
from musaic.platform.security.tokens import Principal
from musaic.platform.web.sse import HEARTBEAT, opening

# Proxies and sleeping laptops leave dead streams behind: each ends after about ten minutes.
_LONGEST_S = 600.0
_RETRY_MS = (2000, 5000)


@dataclass(frozen=True)
class Opened:
    """A stream that has joined the hub, and what it sends first."""

    stream: Stream
    replay: list[Event]
    first: bytes
    is_over: bool


async def open_job(hub: StreamHub, user: Principal, job_id: UUID, last_seq: int | None) -> Opened | None:
    """Open the stream of one job after ``last_seq`` (None: from its present state).

    Returns None when the job has ended and its last event was seen. Raises JobNotFoundError.
    """
    async with hub.database.user_transaction(user.user_id) as session:
        view = await get_owned(session, user.user_id, job_id)
    stream = Stream(user.user_id, job_id)
    hub.join(stream)
    try:
        replay = await _replay_job(hub, stream, last_seq)
    except BaseException:
        hub.leave(stream)
        raise
    first = opening(_retry_ms(), None)
    if replay or not view.is_finished:
        return Opened(stream, replay, first, is_over=bool(replay) and replay[-1].is_final)
    hub.leave(stream)
    return None


async def open_tray(
    hub: StreamHub, user: Principal, last_number: int | None, *, quiet: bool = False
) -> Opened:
    """Open the stream of all the user's jobs after ``last_number`` (None: from those unfinished).

    Jobs of quiet kinds are among them only with ``quiet``.
    """
    stream = Stream(user.user_id, None, frozenset() if quiet else current_office().kinds.quiet)
    hub.join(stream)
    try:
        async with hub.database.user_transaction(user.user_id) as session:
            number = await repository.latest_number(session, user.user_id)
            rows = (
                await repository.of_active_jobs(session, user.user_id, stream.hidden)
                if last_number is None
                else await repository.of_user(session, user.user_id, last_number, stream.hidden)
            )
    except BaseException:
        hub.leave(stream)
        raise
    replay = _begin(hub, stream, rows, number)
    return Opened(stream, replay, opening(_retry_ms(), None if replay else number), is_over=False)


async def frames(hub: StreamHub, user: Principal, opened: Opened) -> AsyncIterator[bytes]:
    """Yield what to send until the job ends, the session is closed, or the stream is old enough."""
    stream = opened.stream
    try:
        yield opened.first + _joined(opened.replay, stream.job_id)
        ends_at = time.monotonic() + _LONGEST_S * random.uniform(0.9, 1.0)  # noqa: S311  spreads load
        beat_s = HEARTBEAT_S * random.uniform(0.8, 1.0)  # noqa: S311
        over = opened.is_over
        while not over and time.monotonic() < ends_at:
            if await stream.wait(beat_s):
                events = stream.take()
                if stream.behind:
                    events += await _catch_up(hub, stream)
                if events:
                    yield _joined(events, stream.job_id)
                over = stream.job_id is not None and any(event.is_final for event in events[-1:])
            elif await hub.is_open(user):
                yield HEARTBEAT
            else:
                over = True
    finally:
        hub.leave(stream)


async def _replay_job(hub: StreamHub, stream: Stream, last_seq: int | None) -> list[Event]:
    job_id = stream.job_id
    if job_id is None:
        return []
    async with hub.database.user_transaction(stream.user_id) as session:
        number = await repository.latest_number(session, stream.user_id)
        if last_seq is not None:
            rows = await repository.of_job(session, stream.user_id, job_id, last_seq)
        else:
            job = await submission.find(session, stream.user_id, job_id)
            seq = job.event_seq if job else 0
            rows = await repository.of_job(session, stream.user_id, job_id, seq - 1)
    stream.seen_seq = last_seq or 0
    return _begin(hub, stream, rows, number)


async def _catch_up(hub: StreamHub, stream: Stream) -> list[Event]:
    """Read what a slow client missed."""
    stream.behind = False
    async with hub.database.user_transaction(stream.user_id) as session:
        if stream.job_id is None:
            rows = await repository.of_user(session, stream.user_id, stream.seen_number, stream.hidden)
        else:
            rows = await repository.of_job(session, stream.user_id, stream.job_id, stream.seen_seq)
    events = [Event(row) for row in rows]
    if events:
        stream.saw(events)
    stream.behind = len(events) == repository.BATCH
    if stream.behind:
        stream.end()
    return events


def _begin(hub: StreamHub, stream: Stream, rows: Sequence[EventRow], number: int) -> list[Event]:
    """Set the stream's place after its replay; ``number`` was the user's last when it was read."""
    replay = [Event(row) for row in rows]
    stream.seen_number = number
    if replay:
        stream.saw(replay)
    stream.behind = len(replay) == repository.BATCH
    if stream.behind:
        # More is to be replayed: nothing may count as seen that was not.
        stream.seen_number = replay[-1].number
        stream.end()
    hub.follow(stream.user_id, number)
    return replay


def _joined(events: list[Event], job_id: UUID | None) -> bytes:
    return b"".join(event.frame(job_id) for event in events)


def _retry_ms() -> int:
    return random.randint(*_RETRY_MS)  # noqa: S311  spreads load
