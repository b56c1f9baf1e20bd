"""Queries over log-in sessions and their refresh tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.models import LoginSession, RefreshToken, UserAccount

MAX_SESSIONS = 100


def _open(moment: datetime) -> ColumnElement[bool]:
    return LoginSession.revoked_at.is_(None) & (LoginSession.expires_at > moment)


async def add(
    session: AsyncSession, *, user_id: int, user_agent: str, ip_hint: str, moment: datetime, until: datetime
) -> UUID:
    """Insert a session that lasts ``until``; the oldest beyond MAX_SESSIONS end. Return its id."""
    values = {
        "user_id": user_id,
        "user_agent": user_agent,
        "ip_hint": ip_hint,
        "created_at": moment,
        "last_used_at": moment,
        "expires_at": until,
    }
    added = await session.execute(insert(LoginSession).values(**values).returning(LoginSession.id))
    newest = (
        select(LoginSession.id)
        .where(LoginSession.user_id == user_id, _open(moment))
        .order_by(LoginSession.last_used_at.desc(), LoginSession.id)
        .limit(MAX_SESSIONS)
    )
    await session.execute(
        update(LoginSession)
        .where(LoginSession.user_id == user_id, _open(moment), LoginSession.id.not_in(newest))
        .values(revoked_at=moment)
    )
    return added.scalar_one()


async def add_token(session: AsyncSession, *, token_hash: bytes, session_id: UUID, moment: datetime) -> None:
    """Insert one live refresh token."""
    values = {"token_hash": token_hash, "session_id": session_id, "created_at": moment}
    await session.execute(insert(RefreshToken).values(**values))


async def find_family(session: AsyncSession, token_hash: bytes) -> UUID | None:
    """Return the session that a refresh token, live or used, belongs to."""
    query = select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash)
    return (await session.execute(query)).scalar_one_or_none()


async def lock(session: AsyncSession, session_id: UUID) -> tuple[LoginSession, UserAccount] | None:
    """Return a session with its user, holding the session's row until the transaction ends."""
    query = (
        select(LoginSession, UserAccount)
        .join(UserAccount, UserAccount.id == LoginSession.user_id)
        .where(LoginSession.id == session_id)
        .with_for_update(of=LoginSession)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def rotated_at(session: AsyncSession, token_hash: bytes) -> datetime | None:
    """Return when the token was used, None while it is live; read it with the session locked."""
    query = select(RefreshToken.rotated_at).where(RefreshToken.token_hash == token_hash)
    return (await session.execute(query)).scalar_one()


async def mark_rotated(session: AsyncSession, session_id: UUID, moment: datetime) -> None:
    """Use up every live token of the session: siblings made in a grace period end here too."""
    await session.execute(
        update(RefreshToken)
        .where(RefreshToken.session_id == session_id, RefreshToken.rotated_at.is_(None))
        .values(rotated_at=moment)
    )


async def touch(
    session: AsyncSession, session_id: UUID, *, moment: datetime, until: datetime, ip_hint: str
) -> None:
    """Store that the session was used now and lasts ``until``."""
    await session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(last_used_at=moment, expires_at=until, ip_hint=ip_hint)
    )


async def list_open(session: AsyncSession, user_id: int, moment: datetime) -> Sequence[LoginSession]:
    """Return the user's open sessions, the one used last first (never more than MAX_SESSIONS)."""
    query = (
        select(LoginSession)
        .where(LoginSession.user_id == user_id, _open(moment))
        .order_by(LoginSession.last_used_at.desc(), LoginSession.id)
        .limit(MAX_SESSIONS)
    )
    return (await session.execute(query)).scalars().all()


async def revoke(
    session: AsyncSession,
    user_id: int,
    moment: datetime,
    *,
    only: UUID | None = None,
    keep: UUID | None = None,
) -> Sequence[UUID]:
    """End the user's open sessions (``only`` one, or all but ``keep``); return their ids."""
    statement = (
        update(LoginSession)
        .where(LoginSession.user_id == user_id, _open(moment))
        .values(revoked_at=moment)
        .returning(LoginSession.id)
    )
    if only is not None:
        statement = statement.where(LoginSession.id == only)
    if keep is not None:
        statement = statement.where(LoginSession.id != keep)
    return (await session.execute(statement)).scalars().all()


@dataclass(frozen=True)
class Standing:
    """What the gate must know of a session."""

    user_id: int
    is_admin: bool
    expires_at: datetime


async def standing(session: AsyncSession, session_id: UUID, moment: datetime) -> Standing | None:
    """Return how an open session of an active user stands, None when it does not."""
    query = (
        select(LoginSession.user_id, UserAccount.is_admin, LoginSession.expires_at)
        .join(UserAccount, UserAccount.id == LoginSession.user_id)
        .where(LoginSession.id == session_id, _open(moment), UserAccount.is_active)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Standing(*row)


async def delete_ended(session: AsyncSession, before: datetime) -> int:
    """Delete sessions (and their tokens) that ended before ``before``; return how many."""
    ended = (LoginSession.expires_at < before) | (LoginSession.revoked_at < before)
    result = await session.execute(delete(LoginSession).where(ended).returning(LoginSession.id))
    return len(result.scalars().all())


async def delete_used_tokens(session: AsyncSession, before: datetime) -> int:
    """Delete tokens used before ``before``, too old to matter as evidence; return how many."""
    used = RefreshToken.rotated_at < before
    result = await session.execute(delete(RefreshToken).where(used).returning(RefreshToken.session_id))
    return len(result.scalars().all())
