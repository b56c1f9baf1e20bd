"""The door of the accounts room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.context import Accounts
from musaic.accounts.gate import CachedSessionGate
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import sessions, throttle, users
from musaic.accounts.service.registration import (
    NewUser,
    announce_setup,
    create_user,
    set_admin,
    set_password,
)
from musaic.accounts.service.throttle import WINDOW
from musaic.platform.clock import now

__all__ = [
    "Accounts",
    "CachedSessionGate",
    "NewUser",
    "UserView",
    "announce_setup",
    "clean_up",
    "create_user",
    "display_names",
    "get_user",
    "list_users",
    "set_admin",
    "set_password",
]

# Ended sessions stay a while, so that a reused token is still recognised as such.
_KEEP_ENDED = timedelta(days=7)


@dataclass(frozen=True)
class UserView:
    """What other rooms may know of a user; ``timezone`` is an IANA name."""

    id: int
    email: str
    display_name: str
    is_admin: bool
    is_active: bool
    timezone: str
    locale: str


async def get_user(session: AsyncSession, user_id: int) -> UserView | None:
    """Return the user, None when there is none (or none that this transaction may see)."""
    user = await users.find(session, user_id)
    return None if user is None else _view(user)


async def display_names(session: AsyncSession, user_ids: Iterable[int]) -> dict[int, str]:
    """Return what these users go by, by id; those that this transaction may not see are left out."""
    return await users.display_names(session, user_ids)


async def list_users(session: AsyncSession) -> list[UserView]:
    """Return every user that this transaction may see, oldest first."""
    return [_view(user) for user in await users.list_all(session)]


async def clean_up(session: AsyncSession, *, refresh_idle_days: int) -> int:
    """Delete ended sessions, tokens too old to matter and forgotten failures; return how many rows.

    For the schedule: wants a system transaction.
    """
    moment = now()
    deleted = await sessions.delete_ended(session, moment - _KEEP_ENDED)
    deleted += await sessions.delete_used_tokens(session, moment - timedelta(days=refresh_idle_days))
    return deleted + await throttle.delete_older(session, moment - 2 * WINDOW)


def _view(user: UserAccount) -> UserView:
    return UserView(
        user.id,
        user.email,
        user.display_name,
        user.is_admin,
        user.is_active,
        user.timezone,
        user.locale,
    )
