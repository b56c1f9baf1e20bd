"""Connections: seen and ended by both people, made by the system alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.people.models import PeopleConnection


def _is_of(user_id: int) -> ColumnElement[bool]:
    return or_(PeopleConnection.inviter_id == user_id, PeopleConnection.accepter_id == user_id)


async def add(
    session: AsyncSession, *, inviter_id: int, accepter_id: int, invited_at: datetime, created_at: datetime
) -> PeopleConnection | None:
    """Insert a connection and return it; None when there is an open one (wants a system transaction)."""
    statement = (
        insert(PeopleConnection)
        .values(inviter_id=inviter_id, accepter_id=accepter_id, invited_at=invited_at, created_at=created_at)
        .on_conflict_do_nothing()
        .returning(PeopleConnection)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def count_open(session: AsyncSession, user_id: int) -> int:
    """Return how many open connections the user has."""
    statement = (
        select(func.count())
        .select_from(PeopleConnection)
        .where(_is_of(user_id), PeopleConnection.ended_at.is_(None))
    )
    return int((await session.execute(statement)).scalar_one())


async def of_user(session: AsyncSession, user_id: int, limit: int) -> list[PeopleConnection]:
    """Return the user's connections: open ones first, each newest first."""
    statement = (
        select(PeopleConnection)
        .where(_is_of(user_id))
        .order_by(
            PeopleConnection.ended_at.desc().nulls_first(),
            PeopleConnection.created_at.desc(),
            PeopleConnection.id,
        )
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def find_open(session: AsyncSession, user_id: int, connection_id: UUID) -> PeopleConnection | None:
    """Return an open connection of the user's."""
    statement = select(PeopleConnection).where(
        PeopleConnection.id == connection_id, _is_of(user_id), PeopleConnection.ended_at.is_(None)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def end(session: AsyncSession, user_id: int, connection_id: UUID, moment: datetime) -> bool:
    """End an open connection of the user's; tell whether there was one."""
    statement = (
        update(PeopleConnection)
        .where(PeopleConnection.id == connection_id, _is_of(user_id), PeopleConnection.ended_at.is_(None))
        .values(ended_at=moment, ended_by=user_id)
        .returning(PeopleConnection.id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None
