"""The browser's way in: an app asks, a logged-in person confirms, the app fetches its session."""

from dataclasses import dataclass
from datetime import timedelta

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.errors import ApprovalNotFoundError
from musaic.listening.scrobbling.identity import hash_of, new_key
from musaic.listening.scrobbling.models import ScrobbleToken
from musaic.listening.scrobbling.repository import apps, callers
from musaic.listening.scrobbling.service.apps import create_without_password
from musaic.listening.scrobbling.service.login import api_key_owner
from musaic.platform import clock
from musaic.platform.database import Database

LIFE = timedelta(minutes=60)
_UNNAMED = "An app"


@dataclass(frozen=True)
class Asked:
    """A request for approval, as a person sees it: what the app calls itself, and its key."""

    client: str
    api_key: str


async def ask(database: Database, api_key: str, client: str) -> str:
    """Return a token that a person can approve within an hour."""
    token = new_key()
    async with database.system_transaction() as session:
        await apps.add_token(
            session, token_hash=hash_of(token), api_key=api_key, client=client, moment=clock.now()
        )
    return token


async def look(database: Database, token: str) -> Asked:
    """Return what asks; raises ApprovalNotFoundError."""
    found = await _find(database, token)
    if found is None or is_stale(found) or found.user_id is not None:
        raise ApprovalNotFoundError
    return Asked(found.client or _UNNAMED, found.api_key)


async def approve(database: Database, user_id: int, token: str) -> Asked:
    """Let the app in as this user; raises ApprovalNotFoundError."""
    asked = await look(database, token)
    async with database.system_transaction() as session:
        if not await apps.approve_token(session, hash_of(token), user_id):
            raise ApprovalNotFoundError
    return asked


async def refuse(database: Database, token: str) -> None:
    """Forget the request; raises ApprovalNotFoundError."""
    await look(database, token)
    async with database.system_transaction() as session:
        await apps.use_token(session, hash_of(token))


async def state_of(database: Database, token: str) -> ScrobbleToken | None:
    """Return the request, however old."""
    return await _find(database, token)


def is_stale(found: ScrobbleToken) -> bool:
    """Tell whether a request is too old to be answered."""
    return found.created_at < clock.now() - LIFE


async def redeem(database: Database, token: str, user_id: int) -> Caller | None:
    """Use an approved request up; return the app that it stands for, None if it was used before.

    An app with a key of ours is that connected app; any other becomes a connected app without a
    password, to be seen and revoked like the rest.
    """
    found = await _find(database, token)
    async with database.system_transaction() as session:
        if found is None or not await apps.use_token(session, hash_of(token)):
            return None
    owner = await api_key_owner(database, found.api_key)
    if owner is not None and owner.user_id == user_id:
        return owner
    async with database.user_transaction(user_id) as session:
        app_id = await create_without_password(session, user_id, (found.client or _UNNAMED)[:100])
    async with database.glance_engine.connect() as connection:
        return await callers.by_app(connection, app_id)


async def _find(database: Database, token: str) -> ScrobbleToken | None:
    async with database.system_transaction() as session:
        return await apps.token(session, hash_of(token))
