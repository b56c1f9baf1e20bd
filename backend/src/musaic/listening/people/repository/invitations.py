"""Invitations: written in their owner's transactions, found by their code in the system's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.people.models import PeopleInvitation


async def add(
    session: AsyncSession, user_id: int, *, code_hash: bytes, created_at: datetime, expires_at: datetime
) -> PeopleInvitation:
    """Insert an invitation and return it."""
    values = {"code_hash": code_hash, "created_at": created_at, "expires_at": expires_at}
    statement = insert(PeopleInvitation).values(user_id=user_id, **values).returning(PeopleInvitation)
    return (await session.execute(statement)).scalar_one()


async def open_ones(session: AsyncSession, user_id: int, moment: datetime) -> list[PeopleInvitation]:
    """Return the user's invitations that stand at ``moment``, newest first."""
    statement = (
        select(PeopleInvitation)
        .where(PeopleInvitation.user_id == user_id, PeopleInvitation.expires_at > moment)
        .order_by(PeopleInvitation.created_at.desc(), PeopleInvitation.id)
    )
    return list((await session.execute(statement)).scalars())


async def forget_expired(session: AsyncSession, user_id: int, moment: datetime) -> int:
    """Delete the user's expired invitations; return how many others there are."""
    await session.execute(
        delete(PeopleInvitation).where(
            PeopleInvitation.user_id == user_id, PeopleInvitation.expires_at <= moment
        )
    )
    statement = select(func.count()).select_from(PeopleInvitation).where(PeopleInvitation.user_id == user_id)
    return int((await session.execute(statement)).scalar_one())


async def remove(session: AsyncSession, user_id: int, invitation_id: UUID) -> bool:
    """Delete one of the user's invitations; tell whether it was there."""
    statement = delete(PeopleInvitation).where(
        PeopleInvitation.user_id == user_id, PeopleInvitation.id == invitation_id
    )
    return (await session.execute(statement.returning(PeopleInvitation.id))).scalar_one_or_none() is not None


async def find(session: AsyncSession, code_hash: bytes, moment: datetime) -> PeopleInvitation | None:
    """Return the invitation with this code if it stands (wants a system transaction)."""
    statement = select(PeopleInvitation).where(
        PeopleInvitation.code_hash == code_hash, PeopleInvitation.expires_at > moment
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def use(session: AsyncSession, code_hash: bytes, moment: datetime) -> PeopleInvitation | None:
    """Use up the invitation with this code and return it, once (wants a system transaction)."""
    statement = (
        delete(PeopleInvitation)
        .where(PeopleInvitation.code_hash == code_hash, PeopleInvitation.expires_at > moment)
        .returning(PeopleInvitation)
    )
    return (await session.execute(statement)).scalar_one_or_none()
