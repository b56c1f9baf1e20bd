"""Sessions: opened at log-in, prolonged by rotating refresh tokens, ended by their user."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.context import USER_AGENT_LENGTH, Accounts, Client
from musaic.accounts.errors import RefreshRefusedError, SessionNotFoundError
from musaic.accounts.models import LoginSession, UserAccount
from musaic.accounts.repository import sessions
from musaic.platform.clock import now
from musaic.platform.database import after_commit
from musaic.platform.security.tokens import Principal
from musaic.platform.web.addresses import network_hint

# A second tab, or a client whose reply got lost, may use the token just rotated this long.
GRACE = timedelta(seconds=20)
_TOKEN_BYTES = 32

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Issued:
    """What a log-in or refresh gives: the reply's tokens and the cookie's."""

    user: UserAccount
    access_token: str
    expires_in: int
    refresh_token: str
    refresh_until: datetime


async def open_session(context: Accounts, session: AsyncSession, user: UserAccount, client: Client) -> Issued:
    """Open a session of ``user`` on ``client``."""
    moment = now()
    until = _until(context, moment, moment)
    session_id = await sessions.add(
        session,
        user_id=user.id,
        user_agent=client.user_agent[:USER_AGENT_LENGTH],
        ip_hint=network_hint(client.address),
        moment=moment,
        until=until,
    )
    return await _issue(context, session, user, session_id, moment, until)


async def refresh(context: Accounts, token: str, client: Client) -> Issued:
    """Rotate ``token``; raises RefreshRefusedError, and ends the family when it was used before."""
    moment = now()
    async with context.database.system_transaction() as session:
        issued = await _rotate(context, session, token, client, moment)
    # Raised after the commit: a family that was ended must stay ended.
    if issued is None:
        raise RefreshRefusedError
    return issued


async def _rotate(
    context: Accounts, session: AsyncSession, token: str, client: Client, moment: datetime
) -> Issued | None:
    token_hash = _hashed(token)
    session_id = await sessions.find_family(session, token_hash)
    # The family's row is held from here on: two tabs take turns.
    locked = await sessions.lock(session, session_id) if session_id else None
    if locked is None:
        return None
    login, user = locked
    if login.revoked_at is not None or login.expires_at <= moment or not user.is_active:
        return None
    until = _until(context, login.created_at, moment)
    if until <= moment:
        return None
    used_at = await sessions.rotated_at(session, token_hash)
    if used_at is None:
        await sessions.mark_rotated(session, login.id, moment)
    elif not _within_grace(used_at, moment, login, client):
        await _end(context, session, user.id, moment, only=login.id)
        log.warning("used_refresh_value_came_back", user_id=user.id, session_id=str(login.id))
        return None
    await sessions.touch(session, login.id, moment=moment, until=until, ip_hint=network_hint(client.address))
    return await _issue(context, session, user, login.id, moment, until)


def _within_grace(used_at: datetime, moment: datetime, login: LoginSession, client: Client) -> bool:
    same_client = client.user_agent[:USER_AGENT_LENGTH] == login.user_agent
    return same_client and moment - used_at <= GRACE


async def _issue(
    context: Accounts,
    session: AsyncSession,
    user: UserAccount,
    session_id: UUID,
    moment: datetime,
    until: datetime,
) -> Issued:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    await sessions.add_token(session, token_hash=_hashed(token), session_id=session_id, moment=moment)
    access = context.tokens.issue(Principal(user.id, session_id, user.is_admin))
    return Issued(user, access, context.tokens.ttl_s, token, until)


async def log_out(context: Accounts, token: str) -> None:
    """End the session that the refresh token belongs to; an unknown token ends nothing."""
    moment = now()
    async with context.database.system_transaction() as session:
        session_id = await sessions.find_family(session, _hashed(token))
        locked = await sessions.lock(session, session_id) if session_id else None
        if locked is not None:
            await _end(context, session, locked[1].id, moment, only=locked[0].id)


async def list_sessions(session: AsyncSession, user_id: int) -> Sequence[LoginSession]:
    """Return the user's open sessions, the one used last first."""
    return await sessions.list_open(session, user_id, now())


async def end_session(context: Accounts, session: AsyncSession, user_id: int, session_id: UUID) -> None:
    """End one of the user's sessions; raises SessionNotFoundError when it is not open or not theirs."""
    if not await _end(context, session, user_id, now(), only=session_id):
        raise SessionNotFoundError


async def end_others(
    context: Accounts, session: AsyncSession, user_id: int, *, keep: UUID | None = None
) -> None:
    """End every session of the user but ``keep``."""
    await _end(context, session, user_id, now(), keep=keep)


async def _end(
    context: Accounts,
    session: AsyncSession,
    user_id: int,
    moment: datetime,
    *,
    only: UUID | None = None,
    keep: UUID | None = None,
) -> bool:
    ended = await sessions.revoke(session, user_id, moment, only=only, keep=keep)
    after_commit(session, lambda: context.gate.ended(ended))
    return bool(ended)


def _until(context: Accounts, created_at: datetime, moment: datetime) -> datetime:
    idle = moment + timedelta(days=context.settings.refresh_idle_days)
    return min(idle, created_at + timedelta(days=context.settings.refresh_absolute_days))


def _hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
