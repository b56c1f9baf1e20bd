"""``musaic user``: accounts from the operator's terminal."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from musaic.accounts.public import NewUser, create_user, list_users, set_password
from musaic.entrypoints.wiring import build_accounts
from musaic.platform.database import Database
from musaic.platform.errors import AppError
from musaic.platform.redis import create_redis
from musaic.platform.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from musaic.accounts.public import Accounts

_DEFAULT_REDIS = "redis://127.0.0.1:6379/0"


@click.group("user")
def command() -> None:
    """Make accounts, set passwords, list who is there."""


@command.command("create")
@click.argument("email")
@click.option("--name", prompt="Display name", help="How the app greets this person.")
@click.option("--admin", is_flag=True, help="May administer Musaic.")
@click.password_option()
def create(email: str, name: str, password: str, *, admin: bool) -> None:
    """Make an account."""

    async def work(accounts: Accounts) -> str:
        user = await create_user(accounts, NewUser(email, name, password), is_admin=admin)
        return f"Made account {user.id} for {user.email}."

    _run(work)


@command.command("set-password")
@click.argument("email")
@click.password_option()
def change(email: str, password: str) -> None:
    """Set a password; every session of that person ends."""

    async def work(accounts: Accounts) -> str:
        if not await set_password(accounts, email, password):
            message = f"There is no account with the e-mail address {email}."
            raise click.ClickException(message)
        return "The password is set."

    _run(work)


@command.command("list")
def show() -> None:
    """List every account."""

    async def work(accounts: Accounts) -> str:
        async with accounts.database.system_transaction() as session:
            users = await list_users(session)
        return "\n".join(
            f"{user.id}\t{user.email}\t{user.display_name}\t{'admin' if user.is_admin else 'user'}"
            for user in users
        )

    _run(work)


def _run(work: Callable[[Accounts], Awaitable[str]]) -> None:
    settings = get_settings()
    if not settings.database_url:
        message = "MUSAIC_DATABASE_URL is not set: name the database of the Musaic you mean."
        raise click.ClickException(message)
    url = settings.database_url

    async def inside() -> str:
        database = Database(url, pool_size=2)
        redis = create_redis(settings.redis_url or _DEFAULT_REDIS)
        try:
            return await work(build_accounts(settings, database, redis))
        finally:
            await database.close()
            await redis.aclose()

    try:
        click.echo(asyncio.run(inside()))
    except AppError as error:
        raise click.ClickException(error.detail) from error
