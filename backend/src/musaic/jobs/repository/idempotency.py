"""Queries of replies that are given again."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import IdempotentReply


async def reserve(
    session: AsyncSession, user_id: int, operation: str, key: str, request_hash: str
) -> IdempotentReply | None:
    """Take the key for this transaction and return None, or return what another one stored.

    Waits while another transaction holds the same key undecided.
    """
    taken = (
        await session.execute(
            insert(IdempotentReply)
            .values(user_id=user_id, operation=operation, key=key, request_hash=request_hash)
            .on_conflict_do_nothing()
            .returning(IdempotentReply.key)
        )
    ).scalar_one_or_none()
    if taken is not None:
        return None
    return (await session.execute(select(IdempotentReply).where(*_is(user_id, operation, key)))).scalar_one()


async def store(session: AsyncSession, user_id: int, operation: str, key: str, reply: dict[str, Any]) -> None:
    """Keep the reply of a key that this transaction reserved."""
    await session.execute(update(IdempotentReply).where(*_is(user_id, operation, key)).values(reply=reply))


def _is(user_id: int, operation: str, key: str) -> tuple[Any, ...]:
    return (
        IdempotentReply.user_id == user_id,
        IdempotentReply.operation == operation,
        IdempotentReply.key == key,
    )
