"""Who is calling, by app password, by session, or by a signature made with the password's digest."""

from collections.abc import Callable, Mapping
from uuid import UUID

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.identity import hash_of, md5_hex, new_key, same
from musaic.listening.scrobbling.parts import parts
from musaic.listening.scrobbling.repository import apps, callers
from musaic.listening.scrobbling.repository.callers import Candidate
from musaic.listening.scrobbling.service.apps import api_secret, place_of
from musaic.platform import clock
from musaic.platform.database import Database
from musaic.platform.security.vault import SealBrokenError

# Players open a session at each start; nobody has more than this running.
MOST_SESSIONS = 50
_UNSIGNED = {"api_sig", "format", "callback"}
_HEX_DIGITS = 32

Fits = Callable[[str], bool]


async def by_token(database: Database, token: str) -> Caller | None:
    """Return whose app password ``token`` is."""
    async with database.glance_engine.connect() as connection:
        return await callers.by_token(connection, hash_of(token))


async def by_session(database: Database, key: str, protocol: str) -> Caller | None:
    """Return whose session ``key`` is."""
    async with database.glance_engine.connect() as connection:
        return await callers.by_session(connection, hash_of(key), protocol)


async def by_password(database: Database, login: str, password: str) -> Caller | None:
    """Return the app of the user ``login`` that has this password."""
    digest = md5_hex(password)
    return await _first(database, login, lambda known: same(known, digest))


async def by_auth_token(database: Database, login: str, auth_token: str) -> Caller | None:
    """Return the app whose password signs as ``md5(login + md5(password))``."""
    wanted = auth_token.lower()

    def fits(digest: str) -> bool:
        return any(same(md5_hex(name + digest), wanted) for name in (login, login.lower()))

    return await _first(database, login, fits)


async def by_stamp(database: Database, login: str, stamp: str, signature: str) -> Caller | None:
    """Return the app whose password signs as ``md5(md5(password) + stamp)``."""
    wanted = signature.lower()
    return await _first(database, login, lambda digest: same(md5_hex(digest + stamp), wanted))


async def _first(database: Database, login: str, fits: Fits) -> Caller | None:
    async with database.glance_engine.connect() as connection:
        candidates = await callers.by_login(connection, login)
    return next((each.caller for each in candidates if (digest := _digest(each)) and fits(digest)), None)


def _digest(candidate: Candidate) -> str | None:
    try:
        return parts().vault.open(candidate.digest_box, place_of(candidate.caller.app_id)).decode()
    except SealBrokenError:
        return None


async def open_session(database: Database, caller: Caller, protocol: str, client: str) -> str:
    """Return the key of a new session, which ends only with its app."""
    key = new_key()
    async with database.user_transaction(caller.user_id) as session:
        await apps.add_session(
            session,
            caller.user_id,
            caller.app_id,
            key_hash=hash_of(key),
            protocol=protocol,
            client=client,
            most=MOST_SESSIONS,
        )
        await apps.touch(session, caller.user_id, caller.app_id, client, clock.now())
    return key


async def api_key_owner(database: Database, api_key: str) -> Caller | None:
    """Return whose app issued ``api_key``; None for the keys of others, which are as good as none."""
    try:
        app_id = UUID(hex=api_key) if len(api_key) == _HEX_DIGITS else None
    except ValueError:
        return None
    if app_id is None:
        return None
    async with database.glance_engine.connect() as connection:
        return await callers.by_app(connection, app_id)


def is_signed(parameters: Mapping[str, str], app_id: UUID) -> bool:
    """Tell whether ``api_sig`` is made of all parameters and the secret of that app's API key."""
    text = "".join(name + parameters[name] for name in sorted(parameters) if name not in _UNSIGNED)
    return same(md5_hex(text + api_secret(parts().vault, app_id)), parameters.get("api_sig", "").lower())
