"""``musaic user``: accounts from the operator's terminal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import click

from musaic.entrypoints.running import Ground, run

if TYPE_CHECKING:
    from musaic.accounts.public import Accounts


@click.group("user")
def command() -> None:
    """Make accounts, set passwords, name administrators, list who is there."""


@command.command("add")
@click.argument("email")
@click.option("--name", prompt="Display name", help="How the app greets this person.")
@click.option("--admin", is_flag=True, help="May administer Musaic.")
@click.password_option()
def add(email: str, name: str, password: str, *, admin: bool) -> None:
    """Make an account."""

    async def work(accounts: Accounts) -> str:
        from musaic.accounts.public import NewUser, create_user  # noqa: PLC0415  after the servers are found

        user = await create_user(accounts, NewUser(email, name, password), is_admin=admin)
        return f"Made account {user.id} for {user.email}."

    _run(work)


@command.command("password")
@click.argument("email")
@click.password_option()
def change(email: str, password: str) -> None:
    """Set a password; every session of that person ends."""

    async def work(accounts: Accounts) -> str:
        from musaic.accounts.public import set_password  # noqa: PLC0415  after the servers are found

        if not await set_password(accounts, email, password):
            raise _unknown(email)
        return "The password is set."

    _run(work)


@command.command("admin")
@click.argument("email")
@click.option("--revoke", is_flag=True, help="Take administration away instead.")
def admin(email: str, *, revoke: bool) -> None:
    """Make somebody an administrator; it counts from that person's next log-in on."""

    async def work(accounts: Accounts) -> str:
        from musaic.accounts.public import set_admin  # noqa: PLC0415  after the servers are found

        if not await set_admin(accounts, email, is_admin=not revoke):
            raise _unknown(email)
        return f"{email} is {'no longer' if revoke else 'now'} an administrator."

    _run(work)


@command.command("list")
def show() -> None:
    """List every account."""

    async def work(accounts: Accounts) -> str:
        from musaic.accounts.public import list_users  # noqa: PLC0415  after the servers are found

        async with accounts.database.system_transaction() as session:
            users = await list_users(session)
        return "\n".join(
            f"{user.id}\t{user.email}\t{user.display_name}\t{'admin' if user.is_admin else 'user'}"
            for user in users
        )

    _run(work)


def _unknown(email: str) -> click.ClickException:
    return click.ClickException(
        f"There is no account with the e-mail address {email}. `musaic user list` shows all."
    )


def _run(work: Callable[[Accounts], Awaitable[str]]) -> None:
    async def inside(ground: Ground) -> str:
        from musaic.entrypoints.wiring import build_accounts  # noqa: PLC0415  after the servers are found
        from musaic.platform.redis import create_redis  # noqa: PLC0415

        redis = create_redis(ground.settings.redis_url or "")
        try:
            return await work(build_accounts(ground.settings, ground.database, redis))
        finally:
            await redis.aclose()

    run(inside)
