"""Idempotency: the same key gives the same reply, however often and however fast it is sent."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import orjson
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.errors import IdempotencyKeyReusedError
from musaic.jobs.repository import idempotency as repository

Reply = TypeVar("Reply", bound=BaseModel)


@dataclass(frozen=True)
class Idempotency:
    """A client's key and the hash of the request that it came with."""

    key: str
    request_hash: str

    @classmethod
    def of(cls, key: str | None, payload: object) -> "Idempotency | None":
        """Return the pair for a header and whatever makes the request what it is (JSON or a model).

        For an upload, pass its name, size and sha256 rather than its bytes.
        """
        if not key:
            return None
        plain = payload.model_dump(mode="json") if isinstance(payload, BaseModel) else payload
        body = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS, default=str)
        return cls(key, hashlib.sha256(body).hexdigest())


async def once(
    session: AsyncSession,
    reply_type: type[Reply],
    make: Callable[[], Awaitable[Reply]],
    *,
    user_id: int,
    operation: str,
    idempotency: Idempotency | None,
) -> Reply:
    """Return what ``make`` returns, or the reply that this user's key was given before.

    The key is taken in the caller's transaction: rows that ``make`` writes and the stored reply
    commit together, and requests with the same key wait for each other. ``operation`` names the
    route, such as ``"POST /separations"``. Raises IdempotencyKeyReusedError for another payload.
    """
    if idempotency is None:
        return await make()
    before = await repository.reserve(session, user_id, operation, idempotency.key, idempotency.request_hash)
    if before is not None:
        if before.request_hash != idempotency.request_hash:
            raise IdempotencyKeyReusedError
        return reply_type.model_validate(before.reply)
    reply = await make()
    await repository.store(session, user_id, operation, idempotency.key, reply.model_dump(mode="json"))
    return reply
