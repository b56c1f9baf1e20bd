"""Invitations: a code that is shown once, kept as a hash, and stands for a week."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts import public as accounts
from musaic.listening.people.errors import (
    AlreadyConnectedError,
    InvitationNotFoundError,
    OwnInvitationError,
    TooManyConnectionsError,
    TooManyInvitationsError,
)
from musaic.listening.people.models import PeopleConnection, PeopleInvitation
from musaic.listening.people.repository import connections, invitations
from musaic.platform import clock
from musaic.platform.database import Database

LIFE = timedelta(days=7)
MOST_INVITATIONS = 20
MOST_CONNECTIONS = 100
_CODE_BYTES = 18
# The page that shows an invitation. The code comes after the #, which browsers keep to themselves:
# no log of a server or proxy ever sees it.
_PAGE = "/listening/people/invitation#"


@dataclass(frozen=True)
class Shown:
    """An invitation as its receiver sees it before accepting."""

    name: str
    expires_at: datetime


async def invite(session: AsyncSession, user_id: int) -> tuple[PeopleInvitation, str]:
    """Make an invitation; return it and its code, which is kept nowhere. Raises TooManyInvitationsError."""
    moment = clock.now()
    if await invitations.forget_expired(session, user_id, moment) >= MOST_INVITATIONS:
        raise TooManyInvitationsError
    code = secrets.token_urlsafe(_CODE_BYTES)
    made = await invitations.add(
        session, user_id, code_hash=_hash(code), created_at=moment, expires_at=moment + LIFE
    )
    return made, code


def link_of(base_url: str, code: str) -> str:
    """Return the address at which the app shows the invitation."""
    return f"{base_url}{_PAGE}{code}"


async def open_ones(session: AsyncSession, user_id: int) -> list[PeopleInvitation]:
    """Return the user's open invitations, newest first."""
    return await invitations.open_ones(session, user_id, clock.now())


async def take_back(session: AsyncSession, user_id: int, invitation_id: UUID) -> None:
    """Delete an invitation of the user's; raises InvitationNotFoundError."""
    if not await invitations.remove(session, user_id, invitation_id):
        raise InvitationNotFoundError


async def look(database: Database, user_id: int, code: str) -> Shown:
    """Return whose invitation this is; raises InvitationNotFoundError or OwnInvitationError."""
    async with database.system_transaction() as session:
        found = await invitations.find(session, _hash(code), clock.now())
        if found is None:
            raise InvitationNotFoundError
        if found.user_id == user_id:
            raise OwnInvitationError
        names = await accounts.display_names(session, [found.user_id])
    return Shown(names[found.user_id], found.expires_at)


async def accept(database: Database, user_id: int, code: str) -> PeopleConnection:
    """Use the invitation up and connect the two.

    Raises InvitationNotFoundError, OwnInvitationError, AlreadyConnectedError or
    TooManyConnectionsError; then the invitation stands as before.
    """
    moment = clock.now()
    async with database.system_transaction() as session:
        used = await invitations.use(session, _hash(code), moment)
        if used is None:
            raise InvitationNotFoundError
        if used.user_id == user_id:
            raise OwnInvitationError
        for person in (used.user_id, user_id):
            if await connections.count_open(session, person) >= MOST_CONNECTIONS:
                raise TooManyConnectionsError
        made = await connections.add(
            session,
            inviter_id=used.user_id,
            accepter_id=user_id,
            invited_at=used.created_at,
            created_at=moment,
        )
        if made is None:
            raise AlreadyConnectedError
    return made


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode(errors="replace")).digest()
