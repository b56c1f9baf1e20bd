"""Who may log in, and with which keys."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from redis.asyncio import Redis
from sqlalchemy.exc import SQLAlchemyError

from musaic.accounts.public import Accounts, CachedSessionGate, announce_setup
from musaic.platform.database import Database
from musaic.platform.deps import Runtime
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.passwords import PasswordHasher
from musaic.platform.security.tokens import TokenService
from musaic.platform.settings import Settings

_ANNOUNCE_S = 2.0
_LONGEST_PAUSE_S = 60.0

log = structlog.get_logger(__name__)


def build_accounts(settings: Settings, database: Database, redis: "Redis") -> Accounts:
    """Build the accounts room, which commands use too."""
    keys = KeyRing.load_or_create(settings.signing_keys_dir)
    return Accounts(
        settings=settings,
        database=database,
        tokens=TokenService(keys, ttl_s=settings.access_token_ttl_s),
        passwords=PasswordHasher(),
        gate=CachedSessionGate(database, redis),
    )


@asynccontextmanager
async def start_accounts(runtime: Runtime) -> AsyncIterator[None]:
    """Announce the first set-up and hear of sessions that other processes end."""
    accounts = runtime.port(Accounts)
    announcing = asyncio.create_task(_announce(accounts))
    listening = asyncio.create_task(accounts.gate.follow())
    # Normally done at once; while the database is away we start all the same, and /readyz tells.
    await asyncio.wait({announcing}, timeout=_ANNOUNCE_S)
    try:
        yield
    finally:
        for task in (announcing, listening):
            task.cancel()
        await asyncio.gather(announcing, listening, return_exceptions=True)


async def _announce(accounts: Accounts) -> None:
    pause_s = _ANNOUNCE_S
    while True:
        try:
            return await announce_setup(accounts)
        except (SQLAlchemyError, OSError) as error:
            log.warning("setup_not_checked", error=type(error).__name__, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
