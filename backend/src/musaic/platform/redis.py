"""Valkey (or Redis): it carries hints and counters, never the truth."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff


def create_redis(url: str, *, timeout_s: float = 1.0) -> "Redis":
    """Return a client that gives up quickly: whoever uses it must do without it for a while."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
        health_check_interval=15,
        retry=Retry(NoBackoff(), 1),
    )
