"""How many requests an address has left, counted in Valkey, or in this process while it is away."""

import time
from dataclasses import dataclass

from limits import parse
from redis.asyncio import Redis
from redis.exceptions import RedisError

_PREFIX = "musaic-limits:scrobble:"
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Standing:
    """What is left of the present stretch of time; ``reset_in`` in seconds, ``reset_at`` Unix time."""

    limit: int
    remaining: int
    reset_in: int
    reset_at: int
    is_over: bool

    @property
    def headers(self) -> dict[str, str]:
        """The headers that clients of ListenBrainz pace themselves by."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset-In": str(self.reset_in),
            "X-RateLimit-Reset": str(self.reset_at),
        }


class Allowance:
    """So many requests in each stretch of time, as ``limit`` says (``1000/minute``)."""

    def __init__(self, limit: str, *, enabled: bool) -> None:
        item = parse(limit)
        self._limit: int = item.amount
        self._stretch_s: int = item.get_expiry()
        self._enabled = enabled
        self._near: dict[str, int] = {}

    async def count(self, redis: "Redis", caller: str) -> Standing:
        """Count one request of ``caller``."""
        moment = time.time()
        number = int(moment // self._stretch_s)
        reset_at = (number + 1) * self._stretch_s
        used = await self._count(redis, f"{_PREFIX}{caller}:{number}") if self._enabled else 0
        return Standing(
            limit=self._limit,
            remaining=max(0, self._limit - used),
            reset_in=max(1, int(reset_at - moment + 0.999)),
            reset_at=reset_at,
            is_over=used > self._limit,
        )

    async def _count(self, redis: "Redis", key: str) -> int:
        try:
            async with redis.pipeline(transaction=False) as pipe:
                pipe.incr(key)
                pipe.expire(key, self._stretch_s)
                used, _ = await pipe.execute()
                return int(used)
        except (RedisError, OSError):
            if len(self._near) >= _MOST_REMEMBERED:
                self._near.clear()
            self._near[key] = self._near.get(key, 0) + 1
            return self._near[key]
