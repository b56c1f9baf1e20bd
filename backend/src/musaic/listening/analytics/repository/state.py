"""The state of a user's history: its version, its zone, and the zone the user wants now."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, String, bindparam, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from musaic.listening.models import ListeningState

# Read by name, in the one query that every chart begins with: asking the accounts room would be
# a second one.
_USER = table("user_account", column("id", BigInteger), column("timezone", String))
_STATE = (
    select(
        func.coalesce(ListeningState.version, 0).label("version"),
        func.coalesce(ListeningState.timezone, _USER.c.timezone).label("timezone"),
        _USER.c.timezone.label("wanted"),
    )
    .select_from(_USER.outerjoin(ListeningState, ListeningState.user_id == _USER.c.id))
    .where(_USER.c.id == bindparam("user_id"))
)

_SOME_USERS = (
    select(ListeningState.user_id)
    .where(ListeningState.version > 0)
    .order_by(func.random())
    .limit(bindparam("limit"))
)


@dataclass(frozen=True)
class HistoryState:
    """``version`` is 0 before the first import; ``timezone`` is what local dates are in."""

    version: int
    timezone: str
    wanted: str


async def read(reader: AsyncSession | AsyncConnection, user_id: int) -> HistoryState:
    """Return the state of the user's history."""
    row = (await reader.execute(_STATE, {"user_id": user_id})).one_or_none()
    return HistoryState(*row) if row else HistoryState(0, "UTC", "UTC")


async def some_users(session: AsyncSession, limit: int) -> list[int]:
    """Return users with a history, drawn by chance; for the system alone."""
    return list((await session.execute(_SOME_USERS, {"limit": limit})).scalars())
