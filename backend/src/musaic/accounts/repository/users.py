"""Queries over users."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.models import UserAccount

# Any fixed number, held while the first administrator is made.
_SETUP_LOCK = 7_302_141


def _has_email(email: str) -> ColumnElement[bool]:
    return func.lower(UserAccount.email) == func.lower(email)


async def find(session: AsyncSession, user_id: int) -> UserAccount | None:
    """Return the user with ``user_id``."""
    query = select(UserAccount).where(UserAccount.id == user_id)
    return (await session.execute(query)).scalar_one_or_none()


async def display_names(session: AsyncSession, user_ids: Iterable[int]) -> dict[int, str]:
    """Return the display names of these users by id."""
    query = select(UserAccount.id, UserAccount.display_name).where(UserAccount.id.in_(set(user_ids)))
    return {row.id: row.display_name for row in await session.execute(query)}


async def find_by_email(session: AsyncSession, email: str) -> UserAccount | None:
    """Return the user with ``email``, in whatever case it is written."""
    return (await session.execute(select(UserAccount).where(_has_email(email)))).scalar_one_or_none()


async def add(
    session: AsyncSession, *, email: str, display_name: str, password_hash: str, is_admin: bool = False
) -> UserAccount | None:
    """Insert a user and return it, or None when the address is taken (also by a rival just now)."""
    statement = (
        insert(UserAccount)
        .values(email=email, display_name=display_name, password_hash=password_hash, is_admin=is_admin)
        .on_conflict_do_nothing()
        .returning(UserAccount)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def set_password_hash(
    session: AsyncSession, user_id: int, password_hash: str, *, replacing: str | None = None
) -> bool:
    """Store a new hash; with ``replacing``, only if that one is still stored. Return whether it was."""
    statement = update(UserAccount).where(UserAccount.id == user_id).values(password_hash=password_hash)
    if replacing is not None:
        statement = statement.where(UserAccount.password_hash == replacing)
    return (await session.execute(statement.returning(UserAccount.id))).scalar_one_or_none() is not None


async def set_admin(session: AsyncSession, user_id: int, *, is_admin: bool) -> None:
    """Make somebody an administrator, or no longer one."""
    await session.execute(update(UserAccount).where(UserAccount.id == user_id).values(is_admin=is_admin))


async def other_admin_exists(session: AsyncSession, user_id: int) -> bool:
    """Return whether somebody else is an active administrator."""
    others = exists().where(UserAccount.is_admin, UserAccount.is_active, UserAccount.id != user_id)
    return bool((await session.execute(select(others))).scalar())


async def update_profile(session: AsyncSession, user_id: int, values: dict[str, str]) -> None:
    """Store new profile columns (display_name, timezone, locale)."""
    if values:
        await session.execute(update(UserAccount).where(UserAccount.id == user_id).values(**values))


async def admin_exists(session: AsyncSession) -> bool:
    """Return whether there is any administrator, active or not."""
    return bool((await session.execute(select(exists().where(UserAccount.is_admin)))).scalar())


async def lock_setup(session: AsyncSession) -> None:
    """Let one set-up at a time go on until the transaction ends."""
    await session.execute(select(func.pg_advisory_xact_lock(_SETUP_LOCK)))


async def list_all(session: AsyncSession) -> Sequence[UserAccount]:
    """Return every user, oldest first (for the operator's command)."""
    return (await session.execute(select(UserAccount).order_by(UserAccount.id))).scalars().all()
