"""What routes ask for: the caller, a transaction, the pieces that start-up built."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Protocol, TypeVar, cast

import structlog
from fastapi import Depends, Header, Query, Request
from fastapi.security import OAuth2PasswordBearer
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.platform.database import Database
from musaic.platform.errors import ForbiddenError, NotAuthenticatedError
from musaic.platform.pagination import MAX_LIMIT
from musaic.platform.security.tokens import Principal, TokenService
from musaic.platform.settings import Settings

PortT = TypeVar("PortT")

_bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/auth/token", auto_error=False)

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="At most this many items")]
Cursor = Annotated[str | None, Query(max_length=512, description="next_cursor of the page before")]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern="^[!-~]+$",
        description="Sending the same request again with the same key changes nothing",
    ),
]


class SessionGate(Protocol):
    """Answers whether a log-in session still stands; the accounts room provides it."""

    async def is_open(self, principal: Principal) -> bool:
        """Return False once the session was revoked or its user disabled."""


@dataclass
class Runtime:
    """The pieces that live as long as the process, built by ``entrypoints.wiring``."""

    settings: Settings
    database: Database
    redis: "Redis"
    tokens: TokenService
    session_gate: SessionGate
    # Adapters by the port they serve, chosen in one file: rooms ask with ``port(TheirPort)``.
    adapters: dict[type, object] = field(default_factory=dict)

    def port(self, kind: type[PortT]) -> PortT:
        """Return the adapter that serves ``kind``."""
        return cast("PortT", self.adapters[kind])


# `async` although nothing is awaited, here and in every small dependency: FastAPI sends plain
# functions through its thread pool, which costs more than all they do.
async def runtime(request: Request) -> Runtime:
    """Return the pieces that start-up put on the application."""
    return cast("Runtime", request.app.state.runtime)


RuntimeDep = Annotated[Runtime, Depends(runtime)]


async def current_user(
    request: Request, token: Annotated[str | None, Depends(_bearer)], pieces: RuntimeDep
) -> Principal:
    """Return the caller; raises NotAuthenticatedError without a valid token of an open session."""
    if token is None:
        raise NotAuthenticatedError
    # Verified before, when the request was counted under its user's rate limit?
    verified = getattr(request.state, "verified", None)
    principal = verified[1] if verified and verified[0] == token else pieces.tokens.verify(token)
    if not await pieces.session_gate.is_open(principal):
        message = "This session has ended. Please log in again."
        raise NotAuthenticatedError(message)
    request.state.user_id = principal.user_id
    structlog.contextvars.bind_contextvars(user_id=principal.user_id)
    return principal


CurrentUser = Annotated[Principal, Depends(current_user)]


async def current_admin(user: CurrentUser) -> Principal:
    """Return the caller if an administrator; raises ForbiddenError otherwise."""
    if not user.is_admin:
        raise ForbiddenError
    return user


CurrentAdmin = Annotated[Principal, Depends(current_admin)]


async def _user_session(user: CurrentUser, pieces: RuntimeDep) -> AsyncIterator[AsyncSession]:
    async with pieces.database.user_transaction(user.user_id) as session:
        yield session


async def _system_session(pieces: RuntimeDep) -> AsyncIterator[AsyncSession]:
    async with pieces.database.system_transaction() as session:
        yield session


# scope="function": committed before the reply is sent, so that a failing commit is never a 200,
# and the connection is free again before a stream starts.
UserSession = Annotated[AsyncSession, Depends(_user_session, scope="function")]
SystemSession = Annotated[AsyncSession, Depends(_system_session, scope="function")]
