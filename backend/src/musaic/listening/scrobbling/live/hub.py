"""One hub a process: hints from Valkey wake the streams of the user that they name.

Hints get lost, and imports and edits send none: every few seconds the hub compares the versions of
the histories that somebody watches.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import Redis

from musaic.listening.scrobbling.announce import CHANNEL_PREFIX, LISTENS_CHANGED, NOW_PLAYING
from musaic.listening.scrobbling.repository.reading import versions
from musaic.platform.database import Database
from musaic.platform.deps import SessionGate
from musaic.platform.security.tokens import Principal

_LOOK_S = 4.0
_AGAIN_S = 0.5
_PING_S = 5.0
_GATHER_S = 0.02

log = structlog.get_logger(__name__)


class Watch:
    """What a stream waits for: the names of what changed since it last looked."""

    __slots__ = ("_news", "_woken", "user_id")

    def __init__(self, user_id: int) -> None:
        self.user_id = user_id
        self._news: set[str] = set()
        self._woken = asyncio.Event()

    def mark(self, what: str) -> None:
        """Say that something changed; never blocks."""
        self._news.add(what)
        self._woken.set()

    async def wait(self, timeout_s: float) -> set[str]:
        """Return what changed, empty when nothing did in time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._woken.wait()
        self._woken.clear()
        news, self._news = self._news, set()
        return news


class LiveHub:
    """Wakes every stream of this process."""

    def __init__(self, database: Database, gate: SessionGate, redis_url: str) -> None:
        self.database = database
        self._gate = gate
        self._redis_url = redis_url
        self._watches: dict[int, set[Watch]] = {}
        self._versions: dict[int, int] = {}

    @property
    def open_streams(self) -> int:
        """How many streams are open."""
        return sum(len(watches) for watches in self._watches.values())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the hub's tasks as long as the context is open."""
        pending = {asyncio.create_task(work()) for work in (self._listen, self._look)}
        try:
            yield
        finally:
            # Again and again: redis-py loses a cancellation that meets its own time-out.
            while pending:
                for task in pending:
                    task.cancel()
                _, pending = await asyncio.wait(pending, timeout=_GATHER_S)

    def join(self, user_id: int) -> Watch:
        """Return a new watch over one user; give it back with ``leave``."""
        watch = Watch(user_id)
        self._watches.setdefault(user_id, set()).add(watch)
        return watch

    def leave(self, watch: Watch) -> None:
        """Forget a watch."""
        watches = self._watches.get(watch.user_id, set())
        watches.discard(watch)
        if not watches:
            self._watches.pop(watch.user_id, None)
            self._versions.pop(watch.user_id, None)

    async def is_open(self, principal: Principal) -> bool:
        """Tell whether the log-in session still stands; True while the database cannot tell."""
        try:
            return await self._gate.is_open(principal)
        except Exception as error:  # noqa: BLE001  away for a moment: the next look tells
            log.info("session_not_checked", error=type(error).__name__)
            return True

    def _mark(self, user_id: int, what: str) -> None:
        for watch in self._watches.get(user_id, ()):
            watch.mark(what)

    async def _listen(self) -> None:
        while True:
            try:
                await self._follow()
            except Exception as error:  # noqa: BLE001  looking goes on, and Valkey comes back
                log.warning("listening_hints_lost", error=type(error).__name__)
            await asyncio.sleep(_AGAIN_S)

    async def _follow(self) -> None:
        redis: Any = Redis.from_url(
            self._redis_url, decode_responses=True, socket_connect_timeout=2, socket_timeout=5
        )
        channel = redis.pubsub(ignore_subscribe_messages=True)
        try:
            await channel.psubscribe(f"{CHANNEL_PREFIX}*")
            for user_id in self._watches:
                self._mark(user_id, NOW_PLAYING)
            asked = asyncio.get_running_loop().time()
            while True:
                message = await channel.get_message(timeout=1.0)
                if message is not None and message["type"] == "pmessage":
                    user_id = int(message["channel"].removeprefix(CHANNEL_PREFIX))
                    self._mark(user_id, str(message["data"]))
                elif asyncio.get_running_loop().time() - asked > _PING_S:
                    asked = asyncio.get_running_loop().time()
                    await channel.ping()
        finally:
            with suppress(Exception):
                await channel.aclose()
            await redis.aclose()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            if not self._watches:
                continue
            try:
                async with self.database.glance_engine.connect() as connection:
                    found = await versions(connection, list(self._watches))
            except Exception as error:  # noqa: BLE001  the database comes back
                log.warning("versions_not_read", error=type(error).__name__)
                continue
            for user_id, version in found.items():
                if self._versions.get(user_id) != version:
                    # The first time too: a stream that has sent this version sends it no second time.
                    self._versions[user_id] = version
                    self._mark(user_id, LISTENS_CHANGED)
