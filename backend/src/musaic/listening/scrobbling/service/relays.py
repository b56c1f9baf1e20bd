"""Relays: add one (its credentials are tried first), try it again, remove it."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID, uuid4

from musaic.integrations.relays import (
    AddressRefusedError,
    CredentialsRefusedError,
    Keys,
    UnavailableError,
    open_lastfm_session,
)
from musaic.listening.scrobbling.errors import (
    RelayAddressError,
    RelayNotFoundError,
    RelayRefusedError,
    RelayUnreachableError,
    TooManyRelaysError,
)
from musaic.listening.scrobbling.repository import relays
from musaic.listening.scrobbling.service.outbox import deliver
from musaic.listening.scrobbling.targets import (
    Credentials,
    outward,
    sealed,
    target_for,
    target_of,
)
from musaic.platform.database import Database

MOST_RELAYS = 10
_SHOWN = (
    "id",
    "kind",
    "name",
    "url",
    "sent",
    "refused",
    "last_sent_at",
    "last_error",
    "last_error_code",
    "last_error_at",
    "created_at",
)
T = TypeVar("T")


@dataclass(frozen=True)
class LastfmLogin:
    """What opens a Last.fm session; the password is not kept."""

    api_key: str
    api_secret: str
    username: str
    password: str


async def add(
    database: Database, user_id: int, *, kind: str, url: str, given: Credentials | LastfmLogin
) -> dict[str, Any]:
    """Try the credentials and store them sealed.

    Raises RelayAddressError, RelayRefusedError, RelayUnreachableError or TooManyRelaysError.
    """
    async with database.user_transaction(user_id) as session:
        if len(await relays.of_user(session, user_id)) >= MOST_RELAYS:
            raise TooManyRelaysError
    # No transaction is open while the other side thinks.
    credentials = await _guarded(_credentials(url, given))
    account = await _guarded(target_of(kind, url, credentials).check())
    relay_id = uuid4()
    async with database.user_transaction(user_id) as session:
        row = await relays.add(
            session,
            user_id,
            id=relay_id,
            kind=kind,
            name=account[:100],
            url=url,
            credentials=sealed(relay_id, credentials),
        )
    return _described(row, 0)


async def _credentials(url: str, given: Credentials | LastfmLogin) -> Credentials:
    if not isinstance(given, LastfmLogin):
        return given
    keys = Keys(given.api_key, given.api_secret)
    key = await open_lastfm_session(outward(), url, keys, username=given.username, password=given.password)
    return {"api_key": given.api_key, "api_secret": given.api_secret, "session_key": key}


async def listed(database: Database, user_id: int) -> list[dict[str, Any]]:
    """Return the user's relays, newest first."""
    async with database.user_transaction(user_id) as session:
        rows = await relays.of_user(session, user_id)
        waiting = await relays.waiting(session, user_id)
    return [_described(row, waiting.get(row["id"], 0)) for row in rows]


async def test(database: Database, user_id: int, relay_id: UUID) -> dict[str, Any]:
    """Try a relay's credentials and send on what waits.

    Raises RelayNotFoundError, RelayAddressError, RelayRefusedError or RelayUnreachableError.
    """
    async with database.user_transaction(user_id) as session:
        relay = await relays.find(session, user_id, relay_id)
    if relay is None:
        raise RelayNotFoundError
    await _guarded(_check(relay))
    async with database.user_transaction(user_id) as session:
        await relays.change(session, user_id, relay_id, last_error=None, last_error_code=None)
        waiting = (await relays.waiting(session, user_id)).get(relay_id, 0)
        if waiting:
            await deliver(session, user_id, relay_id, relay["job_id"])
        row = await relays.find(session, user_id, relay_id)
    return _described(row or relay, waiting)


async def _check(relay: Any) -> str:
    return await target_for(dict(relay)).check()


async def remove(database: Database, user_id: int, relay_id: UUID) -> None:
    """Remove a relay with what waits for it; raises RelayNotFoundError."""
    async with database.user_transaction(user_id) as session:
        if not await relays.remove(session, user_id, relay_id):
            raise RelayNotFoundError


async def _guarded(work: Awaitable[T]) -> T:
    """Say what went wrong outside in words for the settings page."""
    try:
        return await work
    except AddressRefusedError as error:
        raise RelayAddressError from error
    except CredentialsRefusedError as error:
        raise RelayRefusedError from error
    except UnavailableError as error:
        raise RelayUnreachableError from error


def _described(row: Any, waiting: int) -> dict[str, Any]:
    return {name: row[name] for name in _SHOWN} | {"waiting": waiting}
