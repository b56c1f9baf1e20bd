"""Tells API processes that something changed for a user. Losing a hint is allowed."""

import asyncio

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

CHANNEL_PREFIX = "musaic:listening:"
NOW_PLAYING, LISTENS_CHANGED = "now_playing", "listens_changed"
_TIMEOUT_S = 0.2

log = structlog.get_logger(__name__)


async def announce(redis: "Redis", user_id: int, what: str) -> None:
    """Send one hint; never raises, gives up quickly."""
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await redis.publish(f"{CHANNEL_PREFIX}{user_id}", what)
    except (RedisError, OSError, TimeoutError) as error:
        log.debug("listening_hint_lost", error=type(error).__name__)
