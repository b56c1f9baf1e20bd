"""Life events of one user."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.events.models import LifeEvent


async def add(session: AsyncSession, user_id: int, **values: Any) -> LifeEvent:
    """Insert an event and return it."""
    statement = insert(LifeEvent).values(user_id=user_id, **values).returning(LifeEvent)
    return (await session.execute(statement)).scalar_one()


async def count(session: AsyncSession, user_id: int) -> int:
    """Return how many events the user has."""
    statement = select(func.count()).select_from(LifeEvent).where(LifeEvent.user_id == user_id)
    return int((await session.execute(statement)).scalar_one())


async def every(session: AsyncSession, user_id: int) -> list[LifeEvent]:
    """Return the user's events, oldest first."""
    statement = (
        select(LifeEvent).where(LifeEvent.user_id == user_id).order_by(LifeEvent.first_day, LifeEvent.id)
    )
    return list((await session.execute(statement)).scalars())


async def find(session: AsyncSession, user_id: int, event_id: UUID) -> LifeEvent | None:
    """Return one of the user's events."""
    statement = select(LifeEvent).where(LifeEvent.user_id == user_id, LifeEvent.id == event_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def change(session: AsyncSession, user_id: int, event_id: UUID, **values: Any) -> LifeEvent:
    """Set columns of an event that is there and return it."""
    statement = (
        update(LifeEvent)
        .where(LifeEvent.user_id == user_id, LifeEvent.id == event_id)
        .values(**values)
        .returning(LifeEvent)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(statement)).scalar_one()


async def remove(session: AsyncSession, user_id: int, event_id: UUID) -> bool:
    """Delete an event; tell whether it was there."""
    statement = delete(LifeEvent).where(LifeEvent.user_id == user_id, LifeEvent.id == event_id)
    return bool((await session.execute(statement.returning(LifeEvent.id))).scalar_one_or_none())
