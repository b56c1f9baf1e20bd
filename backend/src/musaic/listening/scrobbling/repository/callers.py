"""Who is calling, found before there is a user: the only queries here that see everybody's rows.

Each begins with a secret (or its user's name, for protocols that sign with it) and returns what
that secret opens, nothing else. Run them on an engine of the system role.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Select, String, bindparam, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.models import ScrobbleApp, ScrobbleName, ScrobbleSession

# Read by name: asking the accounts room would be a second query for each scrobble.
_USER = table(
    "user_account",
    column("id", BigInteger),
    column("email", String),
    column("is_active", Boolean),
)


def _caller(*more: Any) -> Select[Any]:
    return (
        select(ScrobbleApp.user_id, ScrobbleName.name, ScrobbleApp.id, ScrobbleApp.name.label("app"), *more)
        .join(ScrobbleName, ScrobbleName.user_id == ScrobbleApp.user_id)
        .join(_USER, (_USER.c.id == ScrobbleApp.user_id) & _USER.c.is_active)
    )


_BY_TOKEN = _caller().where(ScrobbleApp.token_hash == bindparam("token_hash"))
_BY_SESSION = (
    _caller(ScrobbleSession.client)
    .join(ScrobbleSession, ScrobbleSession.app_id == ScrobbleApp.id)
    .where(
        ScrobbleSession.key_hash == bindparam("key_hash"), ScrobbleSession.protocol == bindparam("protocol")
    )
)
_BY_LOGIN = _caller(ScrobbleApp.digest_box).where(
    ScrobbleApp.digest_box.is_not(None),
    (func.lower(ScrobbleName.name) == bindparam("login")) | (func.lower(_USER.c.email) == bindparam("login")),
)
_BY_APP = _caller().where(ScrobbleApp.id == bindparam("app_id"))


@dataclass(frozen=True)
class Candidate:
    """An app whose password a signature may have been made with."""

    caller: Caller
    digest_box: bytes


async def by_token(connection: AsyncConnection, token_hash: bytes) -> Caller | None:
    """Return whom an app password belongs to."""
    row = (await connection.execute(_BY_TOKEN, {"token_hash": token_hash})).one_or_none()
    return Caller(*row) if row else None


async def by_session(connection: AsyncConnection, key_hash: bytes, protocol: str) -> Caller | None:
    """Return whom a session key belongs to."""
    values = {"key_hash": key_hash, "protocol": protocol}
    row = (await connection.execute(_BY_SESSION, values)).one_or_none()
    return Caller(*row) if row else None


async def by_login(connection: AsyncConnection, login: str) -> list[Candidate]:
    """Return the apps of the user who logs in as ``login`` (name for players, or e-mail address)."""
    rows = await connection.execute(_BY_LOGIN, {"login": login.lower().replace("\0", "\ufffd")})
    return [Candidate(Caller(*row[:4]), row[4]) for row in rows]


async def by_app(connection: AsyncConnection, app_id: UUID) -> Caller | None:
    """Return whose app this is: its id serves as an API key, which opens nothing by itself."""
    row = (await connection.execute(_BY_APP, {"app_id": app_id})).one_or_none()
    return Caller(*row) if row else None
