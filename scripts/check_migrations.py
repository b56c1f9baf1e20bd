"""Run every migration on a fresh database and compare the result with the models (alembic check)."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from musaic.platform.database import create_engine
from musaic.platform.embedded import EmbeddedPostgres

_BACKEND = Path(__file__).resolve().parents[1] / "backend"


def _check(connection: Connection) -> None:
    config = Config(_BACKEND / "alembic.ini")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    command.check(config)


async def _run(url: str) -> None:
    engine = create_engine(url, role=None)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_check)
    finally:
        await engine.dispose()


def main() -> int:
    """Return 1 when the models have something that no migration makes."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder) / "postgres", durable=False)
        try:
            asyncio.run(_run(server.start()))
        except CommandError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
