"""Live listening: what seals its secrets, and who wakes its streams."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from musaic.entrypoints.wiring.servers import server_urls
from musaic.listening.scrobbling.live.hub import LiveHub
from musaic.listening.scrobbling.parts import ScrobblingParts, install
from musaic.platform.deps import Runtime
from musaic.platform.security.vault import Vault
from musaic.platform.settings import Settings


def install_scrobbling(settings: Settings, redis: "Redis") -> None:
    """Choose the key of secrets and the allowed hosts, for this process: API and workers call it."""
    install(
        ScrobblingParts(
            vault=Vault.load_or_create(settings.secrets_dir / "scrobbling"),
            redis=redis,
            base_url=settings.base_url,
            relay_hosts=frozenset(host.lower() for host in settings.relay_hosts),
        )
    )


@asynccontextmanager
async def live_hub(runtime: Runtime) -> AsyncIterator[LiveHub]:
    """Open the hub of live listening of one API process."""
    _, redis_url = server_urls(runtime.settings)
    hub = LiveHub(runtime.database, runtime.session_gate, redis_url)
    async with hub.running():
        yield hub
