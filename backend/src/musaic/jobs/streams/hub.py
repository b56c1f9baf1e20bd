"""One hub a process: one subscription to hints, one reader, and every stream fed from memory.

Hints only say whose jobs changed; the events themselves are read from PostgreSQL, for all users
with news at once. Without hints the hub looks every two seconds.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import islice

import structlog
from prometheus_client import Gauge

from musaic.jobs.repository import streams as repository
from musaic.jobs.streams.frames import Event
from musaic.jobs.streams.stream import Stream
from musaic.platform.database import Database, is_database_away
from musaic.platform.deps import SessionGate
from musaic.platform.security.tokens import Principal

# Yields the id of a user whose jobs changed.
Subscribe = Callable[[], AbstractAsyncContextManager[AsyncIterator[int]]]

_GATHER_S = 0.02
_POLL_S = 2.0
# Hints can get lost even while Valkey is there: nobody waits longer than this.
_DOUBT_S = 5.0
_AGAIN_S = 0.5
_USERS_AT_ONCE = 500
HEARTBEAT_S = 15.0
# Summed over the API processes that live.
_OPEN = Gauge("musaic_job_streams_open", "Streams of job events open", multiprocess_mode="livesum")

log = structlog.get_logger(__name__)


class StreamHub:
    """Feeds every stream of this process."""

    def __init__(self, database: Database, gate: SessionGate, subscribe: Subscribe) -> None:
        self.database = database
        self._gate = gate
        self._subscribe = subscribe
        self._streams: dict[int, set[Stream]] = {}
        self._seen: dict[int, int] = {}
        self._changed: dict[int, None] = {}
        self._news = asyncio.Event()
        self._hinted = False

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return sum(len(streams) for streams in self._streams.values())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the hub's tasks as long as the context is open."""
        pending = {asyncio.create_task(work()) for work in (self._listen, self._read, self._doubt)}
        try:
            yield
        finally:
            # Again and again: redis-py loses a cancellation that meets its own time-out.
            while pending:
                for task in pending:
                    task.cancel()
                _, pending = await asyncio.wait(pending, timeout=_GATHER_S)

    def join(self, stream: Stream) -> None:
        """Begin to push the user's events into ``stream``; call ``follow`` after its replay."""
        streams = self._streams.setdefault(stream.user_id, set())
        if stream not in streams:
            streams.add(stream)
            _OPEN.inc()

    def follow(self, user_id: int, number: int) -> None:
        """Read the user's events from ``number`` on, unless they are being read already."""
        if user_id in self._streams:
            self._seen.setdefault(user_id, number)
            self._mark(user_id)

    def leave(self, stream: Stream) -> None:
        """Stop pushing into ``stream``."""
        streams = self._streams.get(stream.user_id)
        if streams is None or stream not in streams:
            return
        streams.remove(stream)
        _OPEN.dec()
        if not streams:
            del self._streams[stream.user_id]
            self._seen.pop(stream.user_id, None)

    async def is_open(self, principal: Principal) -> bool:
        """Tell whether the log-in session still stands; True while the database cannot tell."""
        try:
            return await self._gate.is_open(principal)
        except Exception as error:
            if not is_database_away(error):
                raise
            return True

    def _mark(self, user_id: int) -> None:
        if user_id in self._seen:
            self._changed[user_id] = None
            self._news.set()

    def _mark_all(self) -> None:
        self._changed.update(dict.fromkeys(self._seen))
        if self._changed:
            self._news.set()

    async def _listen(self) -> None:
        while True:
            try:
                async with self._subscribe() as hints:
                    self._hinted = True
                    self._mark_all()
                    async for user_id in hints:
                        self._mark(user_id)
            except Exception as error:  # noqa: BLE001  polling goes on, and Valkey comes back
                log.warning("hints_lost", error=type(error).__name__)
            self._hinted = False
            await asyncio.sleep(_AGAIN_S)

    async def _doubt(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(_POLL_S)
            if not self._hinted or time.monotonic() - last >= _DOUBT_S - _POLL_S:
                last = time.monotonic()
                self._mark_all()

    async def _read(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                while self._changed:
                    await self._read_some(list(islice(self._changed, _USERS_AT_ONCE)))
            except Exception as error:  # noqa: BLE001  the database comes back, and nothing is forgotten
                log.warning("events_not_read", error=type(error).__name__)
                self._news.set()
                await asyncio.sleep(_AGAIN_S)
            await asyncio.sleep(_GATHER_S)

    async def _read_some(self, users: list[int]) -> None:
        seen = {user: self._seen[user] for user in users if user in self._seen}
        for user in users:
            del self._changed[user]
        if not seen:
            return
        try:
            async with self.database.system_transaction() as session:
                rows = await repository.news(session, seen)
        except BaseException:
            self._changed.update(dict.fromkeys(seen))
            raise
        for row in rows:
            self._push(Event(row))
        if len(rows) == repository.BATCH:
            self._changed.update(dict.fromkeys(seen))

    def _push(self, event: Event) -> None:
        if event.user_id not in self._seen or event.number <= self._seen[event.user_id]:
            return
        self._seen[event.user_id] = event.number
        for stream in self._streams.get(event.user_id, ()):
            stream.push(event)
