"""Bringing a database to the newest schema, and asking which one it has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

import musaic
from musaic.platform.database import create_engine


def _config() -> Config:
    return Config(Path(musaic.__file__).parents[2] / "alembic.ini")


def upgrade(url: str) -> str:
    """Run every migration that the database at ``url`` lacks; return the revision it has then."""

    def run(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    asyncio.run(_with_connection(url, run))
    return expected_revision()


def expected_revision() -> str:
    """Return the revision that this version of Musaic needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current_revision(url: str) -> str:
    """Return the revision of the database at ``url``, empty when it has none."""
    found: list[str] = []

    def read(connection: Connection) -> None:
        found.append(MigrationContext.configure(connection).get_current_revision() or "")

    asyncio.run(_with_connection(url, read))
    return found[0]


async def _with_connection(url: str, action: Callable[[Connection], None]) -> None:
    engine = create_engine(url, role=None)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(action)
    finally:
        await engine.dispose()
