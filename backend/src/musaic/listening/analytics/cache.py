"""Charts as bytes: a few in this process, all of them in Redis.

Keys carry the version of the history, so an entry is never wrong, only unused.
"""

from collections import OrderedDict

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

REDIS_TTL_S = 3600
_MOST_BYTES = 16 * 1024 * 1024

log = structlog.get_logger(__name__)


class ChartCache:
    """Two layers over one key; without Redis the first one remains."""

    def __init__(self, redis: "Redis", most_bytes: int = _MOST_BYTES) -> None:
        self._redis = redis
        self._near: OrderedDict[str, bytes] = OrderedDict()
        self._near_bytes = 0
        self._most_bytes = most_bytes

    async def get(self, key: str) -> bytes | None:
        """Return the body kept under ``key``."""
        body = self._near.get(key)
        if body is not None:
            self._near.move_to_end(key)
            return body
        try:
            text = await self._redis.get(key)
        except (RedisError, OSError):
            return None
        if text is None:
            return None
        body = text.encode() if isinstance(text, str) else text
        self._remember(key, body)
        return body

    async def put(self, key: str, body: bytes) -> None:
        """Keep ``body`` under ``key``."""
        self._remember(key, body)
        try:
            await self._redis.set(key, body, ex=REDIS_TTL_S)
        except (RedisError, OSError):
            log.info("chart_not_cached", exc_info=True)

    def _remember(self, key: str, body: bytes) -> None:
        self._near_bytes += len(body) - len(self._near.get(key, b""))
        self._near[key] = body
        while self._near_bytes > self._most_bytes:
            _, dropped = self._near.popitem(last=False)
            self._near_bytes -= len(dropped)
