"""Hints over Valkey: who should look at their jobs, and whether the broker lost its memory."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

CHANNEL_PREFIX = "musaic:jobs:"
_MARK = "musaic:broker-mark"
_TIMEOUT_S = 0.2
_REST_S = 1.0
_PING_S = 5.0

log = structlog.get_logger(__name__)


class RedisHints:
    """Announces changes on one channel a user."""

    def __init__(self, redis: "Redis") -> None:
        self._redis: Any = redis
        self._resting_until = 0.0

    async def announce(self, user_id: int) -> None:
        """Publish one hint; gives up after 0.2 s and then rests for a second."""
        if time.monotonic() < self._resting_until:
            return
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await self._redis.publish(f"{CHANNEL_PREFIX}{user_id}", "")
        except (RedisError, OSError) as error:
            self._resting_until = time.monotonic() + _REST_S
            log.debug("hint_lost", error=type(error).__name__)


class RedisMemory:
    """Notices that the broker lost messages: it was restarted or emptied.

    The mark is the identity of the server's run. After a restart the identity differs, after a
    FLUSHALL the mark is gone.
    """

    def __init__(self, redis: "Redis") -> None:
        self._redis: Any = redis
        self._run_id = ""

    async def is_lost(self) -> bool | None:
        """Tell whether messages may be gone since ``remember``; None when the broker is away."""
        try:
            info = await self._redis.info("server")
            mark = await self._redis.get(_MARK)
        except (RedisError, OSError):
            return None
        self._run_id = str(info["run_id"])
        return bool(mark != self._run_id)

    async def remember(self) -> None:
        """Call once everything that is due was sent again."""
        try:
            await self._redis.set(_MARK, self._run_id)
        except (RedisError, OSError) as error:
            log.debug("mark_not_set", error=type(error).__name__)


@asynccontextmanager
async def subscribe(url: str) -> AsyncIterator[AsyncIterator[int]]:
    """Subscribe to all hints on a connection of its own; raises when it is lost."""
    redis: Any = Redis.from_url(
        url, decode_responses=True, socket_connect_timeout=2, socket_timeout=5, socket_keepalive=True
    )
    pubsub = redis.pubsub()
    try:
        await pubsub.psubscribe(f"{CHANNEL_PREFIX}*")
        yield _users(pubsub)
    finally:
        with suppress(Exception):
            await pubsub.aclose()
        await redis.aclose()


async def _users(pubsub: Any) -> AsyncIterator[int]:
    asked = time.monotonic()
    while True:
        message = await pubsub.get_message(timeout=1.0)
        if message is not None and message["type"] == "pmessage":
            yield int(message["channel"].removeprefix(CHANNEL_PREFIX))
        elif time.monotonic() - asked > _PING_S:
            asked = time.monotonic()
            await pubsub.ping()
