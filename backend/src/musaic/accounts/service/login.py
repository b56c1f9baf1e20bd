"""Log-in by e-mail and password, and changing the password."""

from uuid import UUID

from musaic.accounts.context import Accounts, Client
from musaic.accounts.errors import InvalidCredentialsError, WrongPasswordError
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import users
from musaic.accounts.service import throttle
from musaic.accounts.service.password_rules import LONGEST, check_password
from musaic.accounts.service.sessions import Issued, end_others, open_session


async def log_in(context: Accounts, email: str, password: str, client: Client) -> Issued:
    """Open a session; raises InvalidCredentialsError or LoginDelayedError.

    An unknown address costs the same queries and the same hash, and gets the same answer. No
    transaction is open while the hash is computed, so that guesses cannot use up connections.
    """
    # PostgreSQL takes no NUL; no account has one.
    email = email.replace("\0", "\ufffd")
    attempt = await throttle.begin(context, email, client)
    async with context.database.system_transaction() as session:
        user = await users.find_by_email(session, email)
    stored = user.password_hash if user and len(password) <= LONGEST else None
    fits, renewed = await context.passwords.verify(password[:LONGEST], stored)
    if user is None or not fits or not user.is_active:
        raise InvalidCredentialsError
    async with context.database.system_transaction() as session:
        await throttle.forgive(session, attempt)
        if renewed is not None:
            await users.set_password_hash(session, user.id, renewed, replacing=stored)
        return await open_session(context, session, user, client)


async def change_password(
    context: Accounts, user: UserAccount, session_id: UUID, passwords: tuple[str, str], client: Client
) -> None:
    """Set a new password and end the user's other sessions; ``passwords`` is (current, new).

    Raises WrongPasswordError, WeakPasswordError or LoginDelayedError.
    """
    current, new = passwords
    check_password(new, user.email)
    attempt = await throttle.begin(context, f"password of {user.id}", client)
    fits, _ = await context.passwords.verify(current, user.password_hash)
    if not fits:
        raise WrongPasswordError
    renewed = await context.passwords.hash(new)
    async with context.database.system_transaction() as session:
        await throttle.forgive(session, attempt)
        if not await users.set_password_hash(session, user.id, renewed, replacing=user.password_hash):
            raise WrongPasswordError
        await end_others(context, session, user.id, keep=session_id)
