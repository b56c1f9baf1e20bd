"""Time zones by name."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts import public as accounts
from musaic.listening.history.errors import UnknownTimezoneError


def zone_called(name: str) -> ZoneInfo:
    """Return the zone called ``name``; raises UnknownTimezoneError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownTimezoneError from error


async def zone_of_user(session: AsyncSession, user_id: int) -> str:
    """Return the name of the zone that the user lives in."""
    user = await accounts.get_user(session, user_id)
    return user.timezone if user else "UTC"
