"""Hints over Valkey: who should look at their jobs, and whether the broker lost its memory."""

import asyncio
import time
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

CHANNEL_PREFIX = "musaic:jobs:"
_MARK = "musaic:broker-mark"
_TIMEOUT_S = 0.2
_REST_S = 1.0

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
