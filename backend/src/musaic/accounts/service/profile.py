"""One's own profile."""

from functools import lru_cache
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.errors import UnknownTimezoneError
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import users


@lru_cache
def _timezones() -> frozenset[str]:
    # Reads a folder tree: once is enough.
    return frozenset(available_timezones())


async def change(session: AsyncSession, account: UserAccount, values: dict[str, str]) -> UserAccount:
    """Store ``values`` (display_name, timezone, locale); raises UnknownTimezoneError."""
    if "timezone" in values and values["timezone"] not in _timezones():
        raise UnknownTimezoneError
    await users.update_profile(session, account.id, values)
    await session.refresh(account)
    return account
