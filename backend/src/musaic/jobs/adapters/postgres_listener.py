"""Listens for NOTIFY on a connection of its own, and comes back when PostgreSQL does."""

import asyncio
import contextlib
from collections.abc import Callable

import asyncpg
import structlog

_CHECK_EVERY_S = 5.0
_TRY_AGAIN_S = 0.5

log = structlog.get_logger(__name__)


async def listen(url: str, channel: str, wake: Callable[[], None]) -> None:
    """Call ``wake`` at each notification and each (re)connection, until cancelled."""
    dsn = f"postgresql://{url.partition('://')[2]}"
    while True:
        connection = None
        try:
            connection = await asyncpg.connect(dsn, timeout=5)
            await connection.add_listener(channel, lambda *_: wake())
            wake()
            while True:
                await asyncio.sleep(_CHECK_EVERY_S)
                await connection.execute("SELECT 1", timeout=_CHECK_EVERY_S)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("listener_lost", error=type(error).__name__)
            await asyncio.sleep(_TRY_AGAIN_S)
        finally:
            if connection is not None:
                with contextlib.suppress(Exception):
                    connection.terminate()
