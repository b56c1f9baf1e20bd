"""Connected apps, their sessions, and requests for approval."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, String, bindparam, column, delete, func, insert, or_, select, table, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.models import ScrobbleApp, ScrobbleName, ScrobbleSession, ScrobbleToken

_TOUCH_EVERY = timedelta(minutes=1)
_KEEP_TOKENS = timedelta(days=1)
_USER = table("user_account", column("id"), column("display_name", String))

_TOUCH = (
    update(ScrobbleApp)
    .where(
        ScrobbleApp.user_id == bindparam("owner"),
        ScrobbleApp.id == bindparam("app_id"),
        or_(
            ScrobbleApp.last_used_at.is_(None),
            ScrobbleApp.last_used_at < bindparam("since"),
            ScrobbleApp.last_client.is_distinct_from(bindparam("client")),
        ),
    )
    .values(
        last_used_at=bindparam("moment"),
        last_client=func.coalesce(bindparam("client"), ScrobbleApp.last_client),
    )
)


async def name_of(session: AsyncSession, user_id: int) -> str | None:
    """Return the user's name for players, if there is one yet."""
    statement = select(ScrobbleName.name).where(ScrobbleName.user_id == user_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def display_name(session: AsyncSession, user_id: int) -> str:
    """Return the name that the user goes by in the app."""
    return str(
        (await session.execute(select(_USER.c.display_name).where(_USER.c.id == user_id))).scalar_one()
    )


async def take_name(session: AsyncSession, user_id: int, name: str) -> bool:
    """Give the user a name for players; False when it is taken (by whom stays hidden)."""
    statement = (
        upsert(ScrobbleName)
        .values(user_id=user_id, name=name)
        .on_conflict_do_nothing()
        .returning(ScrobbleName.user_id)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def add(session: AsyncSession, user_id: int, **values: object) -> RowMapping:
    """Insert an app and return its columns."""
    statement = (
        insert(ScrobbleApp).values(user_id=user_id, **values).returning(*ScrobbleApp.__table__.columns)
    )
    return (await session.execute(statement)).mappings().one()


async def of_user(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return the user's apps, newest first."""
    statement = (
        select(*ScrobbleApp.__table__.columns)
        .where(ScrobbleApp.user_id == user_id)
        .order_by(ScrobbleApp.created_at.desc(), ScrobbleApp.id)
    )
    return list((await session.execute(statement)).mappings())


async def remove(session: AsyncSession, user_id: int, app_id: UUID) -> bool:
    """Delete an app with its sessions; return whether there was one."""
    statement = delete(ScrobbleApp).where(ScrobbleApp.user_id == user_id, ScrobbleApp.id == app_id)
    return (await session.execute(statement.returning(ScrobbleApp.id))).scalar_one_or_none() is not None


async def touch(
    session: AsyncSession, user_id: int, app_id: UUID, client: str | None, moment: datetime
) -> None:
    """Note that the app was used, at most once a minute."""
    values: dict[str, Any] = {"owner": user_id, "app_id": app_id, "client": client, "moment": moment}
    await session.execute(_TOUCH, {**values, "since": moment - _TOUCH_EVERY})


async def add_session(
    session: AsyncSession,
    user_id: int,
    app_id: UUID,
    *,
    key_hash: bytes,
    protocol: str,
    client: str,
    most: int,
) -> None:
    """Insert a session of the app; the oldest beyond ``most`` end."""
    await session.execute(
        insert(ScrobbleSession).values(
            key_hash=key_hash, user_id=user_id, app_id=app_id, protocol=protocol, client=client
        )
    )
    newest = (
        select(ScrobbleSession.key_hash)
        .where(ScrobbleSession.user_id == user_id, ScrobbleSession.app_id == app_id)
        .order_by(ScrobbleSession.created_at.desc())
        .limit(most)
    )
    await session.execute(
        delete(ScrobbleSession).where(
            ScrobbleSession.user_id == user_id,
            ScrobbleSession.app_id == app_id,
            ScrobbleSession.key_hash.not_in(newest),
        )
    )


async def add_token(
    session: AsyncSession, *, token_hash: bytes, api_key: str, client: str, moment: datetime
) -> None:
    """Insert a request for approval and forget those of yesterday (wants a system transaction)."""
    await session.execute(delete(ScrobbleToken).where(ScrobbleToken.created_at < moment - _KEEP_TOKENS))
    values = {"token_hash": token_hash, "api_key": api_key, "client": client, "created_at": moment}
    await session.execute(insert(ScrobbleToken).values(**values))


async def token(session: AsyncSession, token_hash: bytes) -> ScrobbleToken | None:
    """Return a request for approval (wants a system transaction)."""
    statement = select(ScrobbleToken).where(ScrobbleToken.token_hash == token_hash)
    return (await session.execute(statement)).scalar_one_or_none()


async def approve_token(session: AsyncSession, token_hash: bytes, user_id: int) -> bool:
    """Give the request to the user, unless it is somebody's (wants a system transaction)."""
    statement = (
        update(ScrobbleToken)
        .where(ScrobbleToken.token_hash == token_hash, ScrobbleToken.user_id.is_(None))
        .values(user_id=user_id)
        .returning(ScrobbleToken.token_hash)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def use_token(session: AsyncSession, token_hash: bytes) -> bool:
    """Use a request up; False when another session did before (wants a system transaction)."""
    statement = delete(ScrobbleToken).where(ScrobbleToken.token_hash == token_hash)
    return (
        await session.execute(statement.returning(ScrobbleToken.token_hash))
    ).scalar_one_or_none() is not None
