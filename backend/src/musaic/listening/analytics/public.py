"""What the history tells analytics: its rows have changed.

Every change begins with ``begin_change``, which makes the transaction the only writer of the
user's history until it ends.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import deltas, derived, rollups

__all__ = ["added", "added_listens", "begin_change", "changed", "removed_listens"]


async def begin_change(session: AsyncSession, user_id: int, timezone: str) -> str:
    """Lock the user's history for this transaction; return the zone that its local dates are in."""
    return await rollups.lock_state(session, user_id, timezone)


async def added(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Bring the rollups up to date after an import that only added listens."""
    await rollups.add_import(session, user_id, import_id)
    await derived.add_import(session, user_id, import_id)
    await rollups.raise_version(session, user_id)


async def added_listens(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Bring the rollups up to date after a few new listens (or some that count again)."""
    await deltas.add(session, user_id, listen_ids)
    await derived.add(session, user_id, listen_ids)
    await rollups.raise_version(session, user_id)


async def removed_listens(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Take listens out of the rollups: to be called before they are deleted or no longer count."""
    await deltas.subtract(session, user_id, listen_ids)
    await derived.remove(session, user_id, listen_ids)
    await rollups.raise_version(session, user_id)


async def changed(session: AsyncSession, user_id: int) -> None:
    """Bring the rollups up to date after any change."""
    await rollups.rebuild(session, user_id)
    await derived.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)
