"""The Musaic that runs on a data directory, found by commands that are given no URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import click

from musaic.platform.database import Database
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey
from musaic.platform.errors import AppError
from musaic.platform.settings import Settings, get_settings


@dataclass(frozen=True)
class Ground:
    """What a command stands on: settings with both URLs, and the database."""

    settings: Settings
    database: Database


def find_running(settings: Settings) -> Settings:
    """Return the settings with the URLs of both servers: those given, or those of the running Musaic.

    Raises ClickException, which says what to do, when there is none.
    """
    data_dir = settings.data_dir.resolve()
    database_url, redis_url = settings.database_url, settings.redis_url
    if database_url is None:
        postgres = EmbeddedPostgres(data_dir / "postgres")
        database_url = postgres.running_url() if postgres.running_pid() else None
    if redis_url is None:
        redis_url = EmbeddedValkey(data_dir / "valkey").running_url()
    if database_url is None or redis_url is None:
        message = (
            f"Musaic does not run on {data_dir}. Start it with `make run` and try again; if its data are "
            "elsewhere, name the folder in MUSAIC_DATA_DIR (or the servers in MUSAIC_DATABASE_URL and "
            "MUSAIC_REDIS_URL)."
        )
        raise click.ClickException(message)
    return settings.model_copy(update={"database_url": database_url, "redis_url": redis_url})


@asynccontextmanager
async def on_ground(settings: Settings) -> AsyncIterator[Ground]:
    """Open the database and the media of ``settings`` for one command."""
    from musaic.entrypoints.wiring import install_media  # noqa: PLC0415  a second of imports

    database = Database(settings.database_url or "", pool_size=2)
    install_media(settings, database)
    try:
        yield Ground(settings, database)
    finally:
        await database.close()


def run(work: Callable[[Ground], Awaitable[str]]) -> None:
    """Do ``work`` on the running Musaic and print what it returns; its errors become sentences."""
    settings = find_running(get_settings())

    async def inside() -> str:
        async with on_ground(settings) as ground:
            return await work(ground)

    try:
        text = asyncio.run(inside())
    except AppError as error:
        raise click.ClickException(error.detail) from error
    except OSError as error:
        message = f"The database does not answer ({error}). Is Musaic just starting or stopping?"
        raise click.ClickException(message) from error
    if text:
        click.echo(text)


async def user_id_of(ground: Ground, email: str) -> int:
    """Return the id of the account with that address; raises ClickException."""
    from musaic.accounts.public import list_users  # noqa: PLC0415  the tables' imports

    async with ground.database.system_transaction() as session:
        users = await list_users(session)
    for user in users:
        if user.email.casefold() == email.strip().casefold():
            return user.id
    message = f"There is no account with the e-mail address {email}. `musaic user list` shows all."
    raise click.ClickException(message)
