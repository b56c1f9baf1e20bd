"""Charts as bytes: a few in this process, all of them in Redis.

Keys carry the version of the history, so an entry is never wrong, only unused.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

REDIS_TTL_S = 3600
_MOST_BYTES = 16 * 1024 * 1024

log = structlog.get_logger(__name__)
KeptT = TypeVar("KeptT")


@dataclass(frozen=True)
class Reply:
    """A whole reply: its headers, lower case, and its body."""

    headers: dict[str, str]
    body: bytes


class _Shelf(Generic[KeptT]):
    """What was used last, up to so many bytes."""

    def __init__(self, most_bytes: int, weigh: Callable[[KeptT], int]) -> None:
        self._kept: OrderedDict[str, KeptT] = OrderedDict()
        self._bytes = 0
        self._most_bytes, self._weigh = most_bytes, weigh

    def get(self, key: str) -> KeptT | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: str, value: KeptT) -> None:
        before = self._kept.get(key)
        self._bytes += self._weigh(value) - (0 if before is None else self._weigh(before))
        self._kept[key] = value
        while self._bytes > self._most_bytes:
            self._bytes -= self._weigh(self._kept.popitem(last=False)[1])


class ChartCache:
    """Two layers over one key; without Redis the first one remains.

    Whole replies are kept here alone, by the words of the request.
    """

    def __init__(self, redis: "Redis", most_bytes: int = _MOST_BYTES) -> None:
        self._redis = redis
        self._near = _Shelf[bytes](most_bytes, len)
        self._replies = _Shelf[Reply](most_bytes, lambda reply: len(reply.body) + 1_000)

    def asked_before(self, key: str) -> Reply | None:
        """Return the reply kept under ``key``."""
        return self._replies.get(key)

    def keep(self, key: str, reply: Reply) -> None:
        """Keep ``reply`` under ``key``."""
        self._replies.put(key, reply)

    async def get(self, key: str) -> bytes | None:
        """Return the body kept under ``key``."""
        body = self._near.get(key)
        if body is not None:
            return body
        try:
            text = await self._redis.get(key)
        except (RedisError, OSError):
            return None
        if text is None:
            return None
        body = text.encode() if isinstance(text, str) else text
        self._near.put(key, body)
        return body

    async def put(self, key: str, body: bytes) -> None:
        """Keep ``body`` under ``key``."""
        self._near.put(key, body)
        try:
            await self._redis.set(key, body, ex=REDIS_TTL_S)
        except (RedisError, OSError):
            log.info("chart_not_cached", exc_info=True)
