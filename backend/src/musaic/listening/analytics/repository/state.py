"""The state of a user's history: its version, its zone, and the zone the user wants now."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.models import ListeningState
from musaic.platform.glance import Glance

# The user's own zone is read along: asking the accounts room would be a second question.
_STATES = """
    SELECT u.id, coalesce(s.version, 0), coalesce(s.timezone, u.timezone), u.timezone
    FROM user_account u LEFT JOIN listening_state s ON s.user_id = u.id WHERE u.id =
"""
_STATE = text(f"{_STATES} :user_id")
_SEVERAL = f"{_STATES} ANY($1::bigint[])"

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


NOBODY = HistoryState(0, "UTC", "UTC")


async def read(session: AsyncSession, user_id: int) -> HistoryState:
    """Return the state of the user's history."""
    row = (await session.execute(_STATE, {"user_id": user_id})).one_or_none()
    return HistoryState(*row[1:]) if row else NOBODY


async def read_several(glance: Glance, user_ids: Iterable[int]) -> dict[int, HistoryState]:
    """Return the states of the histories of these users; those who are gone are left out."""
    rows = await glance.rows(_SEVERAL, list(user_ids))
    return {row[0]: HistoryState(*tuple(row)[1:]) for row in rows}


async def some_users(session: AsyncSession, limit: int) -> list[int]:
    """Return users with a history, drawn by chance; for the system alone."""
    return list((await session.execute(_SOME_USERS, {"limit": limit})).scalars())
