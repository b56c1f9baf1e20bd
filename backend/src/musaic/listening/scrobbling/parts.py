"""What live listening needs in each process, set once at its start: API and workers.

Deliveries run deep inside jobs, which carry no settings, so the pieces stand here.
"""

from dataclasses import dataclass

from redis.asyncio import Redis

from musaic.platform.security.vault import Vault


@dataclass(frozen=True)
class ScrobblingParts:
    """``relay_hosts`` are the hosts that relays may reach although they are private or without TLS."""

    vault: Vault
    redis: "Redis"
    base_url: str
    relay_hosts: frozenset[str]


_parts: ScrobblingParts | None = None


def install(parts: ScrobblingParts) -> None:
    """Set the pieces of this process."""
    global _parts  # noqa: PLW0603  one per process on purpose
    _parts = parts


def parts() -> ScrobblingParts:
    """Return the pieces of this process; raises RuntimeError before ``install``."""
    if _parts is None:
        message = "The pieces of scrobbling were not installed in this process."
        raise RuntimeError(message)
    return _parts
