"""Connected apps: a password for each player, shown once, revoked without touching the others."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.errors import AppNotFoundError, TooManyAppsError
from musaic.listening.scrobbling.identity import hash_of, md5_hex, name_from, new_secret
from musaic.listening.scrobbling.parts import parts
from musaic.listening.scrobbling.repository import apps
from musaic.platform import clock
from musaic.platform.security.vault import Vault

MOST_APPS = 100
_TRIES = 1_000
_NOTE_EVERY = timedelta(minutes=1)
_MOST_REMEMBERED = 10_000
_used: dict[UUID, tuple[datetime, str | None]] = {}


@dataclass(frozen=True)
class NewApp:
    """An app that was just made; ``password`` and ``api_secret`` are never shown again."""

    app: dict[str, Any]
    password: str
    api_secret: str


async def user_name(session: AsyncSession, user_id: int) -> str:
    """Return the user's name for players, made from the display name when first needed."""
    found = await apps.name_of(session, user_id)
    if found is not None:
        return found
    wanted = name_from(await apps.display_name(session, user_id))
    for number in range(_TRIES):
        name = wanted if number == 0 else f"{wanted}-{number + 1}"
        if await apps.take_name(session, user_id, name):
            return name
        # Not taken by somebody else but given to this very user by a request beside this one?
        found = await apps.name_of(session, user_id)
        if found is not None:
            return found
    name = f"{wanted}-{user_id}-{uuid4().hex[:8]}"
    await apps.take_name(session, user_id, name)
    return name


async def create(session: AsyncSession, user_id: int, name: str) -> NewApp:
    """Make an app with a fresh password; raises TooManyAppsError."""
    await _refuse_too_many(session, user_id)
    await user_name(session, user_id)
    app_id, password = uuid4(), new_secret()
    vault = parts().vault
    row = await apps.add(
        session,
        user_id,
        id=app_id,
        name=name,
        token_hash=hash_of(password),
        digest_box=vault.seal(md5_hex(password).encode(), place_of(app_id)),
    )
    return NewApp(_described(row), password, api_secret(vault, app_id))


async def create_without_password(session: AsyncSession, user_id: int, name: str) -> UUID:
    """Make the app that stands for one approved in the browser; raises TooManyAppsError."""
    await _refuse_too_many(session, user_id)
    await user_name(session, user_id)
    return UUID(str((await apps.add(session, user_id, id=uuid4(), name=name))["id"]))


async def _refuse_too_many(session: AsyncSession, user_id: int) -> None:
    if len(await apps.of_user(session, user_id)) >= MOST_APPS:
        raise TooManyAppsError


async def listed(session: AsyncSession, user_id: int) -> list[dict[str, Any]]:
    """Return the user's apps, newest first."""
    return [_described(row) for row in await apps.of_user(session, user_id)]


async def used(session: AsyncSession, user_id: int, app_id: UUID, client: str | None) -> None:
    """Note that the app was used, once a minute; in between this process remembers that it did."""
    moment = clock.now()
    before, by = _used.get(app_id, (None, None))
    if before is not None and moment - before < _NOTE_EVERY and by == client:
        return
    await apps.touch(session, user_id, app_id, client, moment)
    if len(_used) >= _MOST_REMEMBERED:
        _used.clear()
    _used[app_id] = (moment, client)


async def revoke(session: AsyncSession, user_id: int, app_id: UUID) -> None:
    """End an app and its sessions at once; raises AppNotFoundError."""
    if not await apps.remove(session, user_id, app_id):
        raise AppNotFoundError


def place_of(app_id: UUID) -> str:
    """Return where the digest of an app's password is sealed for."""
    return f"scrobble_app:{app_id}"


def api_secret(vault: Vault, app_id: UUID) -> str:
    """Return the secret that belongs to the API key of an app, which is its id.

    Derived and not stored; unlike the password's digest it logs nobody in.
    """
    digest = hmac.new(vault.derived_key("api-secret"), app_id.bytes, hashlib.sha256)
    return digest.hexdigest()[:32]


def _described(row: Any) -> dict[str, Any]:
    shown = ("id", "name", "created_at", "last_used_at", "last_client")
    return {name: row[name] for name in shown} | {
        "api_key": row["id"].hex,
        "has_password": row["digest_box"] is not None,
    }
