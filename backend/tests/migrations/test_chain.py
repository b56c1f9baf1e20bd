"""The chain of migrations builds exactly the models, and can be walked down and up again."""

import asyncio
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from fixtures.database import BACKEND
from musaic.entrypoints import tables
from musaic.platform.database import Base, create_engine

assert tables
LEFT_OVER = text(
    "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)


def run_on(url: str, action: Any) -> Any:
    async def run() -> Any:
        engine = create_engine(url, role=None)
        async with engine.connect() as connection:
            result = await connection.run_sync(action)
            await connection.commit()
        await engine.dispose()
        return result

    return asyncio.run(run())


@pytest.fixture
def empty_url(postgres_url: str) -> str:
    url, _, _ = postgres_url.rpartition("/")
    owner = create_engine(postgres_url, role=None)

    async def recreate() -> None:
        async with owner.connect() as connection:
            raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await raw.execute(text("DROP DATABASE IF EXISTS chain WITH (FORCE)"))
            await raw.execute(text("CREATE DATABASE chain"))
        await owner.dispose()

    asyncio.run(recreate())
    return f"{url}/chain"


def walk(direction: Any, revision: str) -> Any:
    def act(connection: Connection) -> None:
        config = Config(BACKEND / "alembic.ini")
        config.attributes["connection"] = connection
        direction(config, revision)

    return act


def differences(connection: Connection) -> list[Any]:
    # Indexes for fuzzy search exist only where the server has pg_trgm, so no model declares them.
    options = {"include_name": lambda name, kind, _: not (kind == "index" and str(name).endswith("_trgm"))}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def test_migrations_build_the_models_and_can_be_taken_back(empty_url: str) -> None:
    run_on(empty_url, walk(command.upgrade, "head"))
    assert run_on(empty_url, differences) == []
    run_on(empty_url, walk(command.downgrade, "base"))
    left = run_on(empty_url, lambda connection: connection.scalar(LEFT_OVER))
    assert left == 0
    run_on(empty_url, walk(command.upgrade, "head"))
    assert run_on(empty_url, differences) == []
