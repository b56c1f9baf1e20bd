"""What the history tells analytics: its rows have changed."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import rollups

__all__ = ["added", "begin_change", "changed"]


async def begin_change(session: AsyncSession, user_id: int, timezone: str) -> str:
    """Lock the user's history for this transaction; return the zone that its local dates are in."""
    return await rollups.lock_state(session, user_id, timezone)


async def added(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Bring the rollups up to date after an import that only added listens."""
    await rollups.add_import(session, user_id, import_id)
    await rollups.raise_version(session, user_id)


async def changed(session: AsyncSession, user_id: int) -> None:
    """Bring the rollups up to date after any change."""
    await rollups.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)
