"""New accounts: by registration, by the first set-up, by the operator's command."""

from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.context import Accounts, Client
from musaic.accounts.errors import EmailTakenError, LastAdminError, RegistrationClosedError, SetupClosedError
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import users
from musaic.accounts.service import setup_token
from musaic.accounts.service.password_rules import check_password
from musaic.accounts.service.sessions import Issued, end_others, open_session

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NewUser:
    """Who wants an account."""

    email: str
    display_name: str
    password: str


async def register(context: Accounts, new: NewUser, client: Client) -> Issued:
    """Make an account and log it in.

    Raises RegistrationClosedError, WeakPasswordError, or EmailTakenError. The last one does tell
    that an address has an account: without outgoing mail there is no honest way to hide it (the
    alternative is a registration that seems to work and does not). What is left is to make asking
    slow: registrations are counted strictly per address, and the hash is computed either way.
    """
    if not context.settings.registration_open:
        raise RegistrationClosedError
    check_password(new.password, new.email)
    password_hash = await context.passwords.hash(new.password)
    async with context.database.system_transaction() as session:
        user = await _add(session, new, password_hash)
        return await open_session(context, session, user, client)


async def set_up(context: Accounts, new: NewUser, token: str, client: Client) -> Issued:
    """Make the first administrator and log in; closed for ever once there is one.

    Raises SetupClosedError, SetupTokenError, WeakPasswordError or EmailTakenError.
    """
    if not await needs_admin(context):
        raise SetupClosedError
    setup_token.check(context.settings, token)
    check_password(new.password, new.email)
    password_hash = await context.passwords.hash(new.password)
    async with context.database.system_transaction() as session:
        await users.lock_setup(session)
        if await users.admin_exists(session):
            raise SetupClosedError
        user = await _add(session, new, password_hash, is_admin=True)
        issued = await open_session(context, session, user, client)
    setup_token.remove(context.settings)
    return issued


async def needs_admin(context: Accounts) -> bool:
    """Return whether nobody has set Musaic up yet."""
    async with context.database.system_transaction() as session:
        return not await users.admin_exists(session)


async def announce_setup(context: Accounts) -> None:
    """At start-up: write and log the one-time token while there is no administrator."""
    if not await needs_admin(context):
        setup_token.remove(context.settings)
        return
    token = setup_token.ensure(context.settings)
    where = f"{context.settings.base_url}/setup"
    log.warning("setup_needed", message=f"Make the first account at {where} with the token {token}")


async def create_user(context: Accounts, new: NewUser, *, is_admin: bool) -> UserAccount:
    """Make an account for the operator; raises WeakPasswordError or EmailTakenError."""
    check_password(new.password, new.email)
    password_hash = await context.passwords.hash(new.password)
    async with context.database.system_transaction() as session:
        return await _add(session, new, password_hash, is_admin=is_admin)


async def set_password(context: Accounts, email: str, password: str) -> bool:
    """Set a password for the operator and end the user's sessions; return False if unknown."""
    check_password(password, email)
    password_hash = await context.passwords.hash(password)
    async with context.database.system_transaction() as session:
        user = await users.find_by_email(session, email)
        if user is None:
            return False
        await users.set_password_hash(session, user.id, password_hash)
        await end_others(context, session, user.id)
    return True


async def set_admin(context: Accounts, email: str, *, is_admin: bool) -> bool:
    """Give or take administration for the operator; return False if unknown.

    Who loses it is logged out everywhere, because access tokens say so too. Raises LastAdminError.
    """
    async with context.database.system_transaction() as session:
        await users.lock_setup(session)
        user = await users.find_by_email(session, email)
        if user is None:
            return False
        if not is_admin and not await users.other_admin_exists(session, user.id):
            raise LastAdminError
        await users.set_admin(session, user.id, is_admin=is_admin)
        if not is_admin:
            await end_others(context, session, user.id)
    return True


async def _add(
    session: AsyncSession, new: NewUser, password_hash: str, *, is_admin: bool = False
) -> UserAccount:
    user = await users.add(
        session,
        email=new.email,
        display_name=new.display_name,
        password_hash=password_hash,
        is_admin=is_admin,
    )
    if user is None:
        raise EmailTakenError
    return user
