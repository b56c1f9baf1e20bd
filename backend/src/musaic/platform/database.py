"""PostgreSQL: two roles, one transaction a unit of work, row-level security switched on in each.

``musaic_app`` serves users: it owns nothing, and row-level security shows it only the rows of
the user named in ``app.user_id``. ``musaic_system`` serves what has no user: dispatcher, reaper,
maintenance, log-in. Both are entered through the start-up parameter ``role``, so that any server
URL with a single owner login will do.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import DateTime, MetaData, text
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from musaic.platform.glance import Glance

APP_ROLE = "musaic_app"
SYSTEM_ROLE = "musaic_system"
# A statement that met another one; repeating it helps.
_COLLISIONS = {"40001", "40P01"}
# 08: connection; 53: out of resources; 57P: shut down, or still starting.
_AWAY = ("08", "53", "57P")
_AFTER_COMMIT = "after_commit"
_SET_USER = text("SELECT set_config('app.user_id', :user_id, true)")

log = structlog.get_logger(__name__)


class Base(DeclarativeBase):
    """Base of every table, with names for constraints so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012  declared by SQLAlchemy


def asyncpg_url(url: str) -> str:
    """Return ``url`` (postgres:// or postgresql://) with SQLAlchemy's asyncpg driver."""
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
        message = "The database URL must begin with postgresql://"
        raise ValueError(message)
    return f"postgresql+asyncpg://{rest}"


def create_engine(
    url: str, *, role: str | None, pool_size: int = 8, pre_ping: bool = False, autocommit: bool = False
) -> AsyncEngine:
    """Return an engine whose connections act as ``role`` (None: as the login itself).

    With ``autocommit`` each statement stands alone, which saves the round trips of a transaction.
    """
    server_settings = {"application_name": "musaic", "timezone": "UTC", "jit": "off"}
    if role:
        server_settings["role"] = role
    alone: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None}
    return create_async_engine(
        asyncpg_url(url),
        **(alone if autocommit else {}),
        pool_size=pool_size,
        max_overflow=2,
        pool_timeout=5,
        pool_pre_ping=pre_ping,
        connect_args={"server_settings": server_settings, "timeout": 5},
    )


class Database:
    """The engines of one process and its units of work.

    ``pre_ping`` asks each connection before its use, for processes that have no client to say
    "try again" to after a restart of the server.
    """

    def __init__(self, url: str, *, pool_size: int = 8, pre_ping: bool = False) -> None:
        self.app_engine = create_engine(url, role=APP_ROLE, pool_size=pool_size, pre_ping=pre_ping)
        system_size = max(2, pool_size // 2)
        self.system_engine = create_engine(url, role=SYSTEM_ROLE, pool_size=system_size, pre_ping=pre_ping)
        # For single reads that go before a request's transaction, or make it unnecessary. There is
        # no user in it, hence no row-level security: statements must name the user themselves.
        self.glance_engine = create_engine(url, role=SYSTEM_ROLE, pool_size=pool_size, autocommit=True)
        self.glance = Glance(self.glance_engine)
        self._app_sessions = async_sessionmaker(self.app_engine, expire_on_commit=False)
        self._system_sessions = async_sessionmaker(self.system_engine, expire_on_commit=False)

    @asynccontextmanager
    async def user_transaction(self, user_id: int) -> AsyncIterator[AsyncSession]:
        """One transaction that sees only the rows of ``user_id``; commits at the end."""
        async with self._app_sessions() as session:
            async with session.begin():
                await session.execute(_SET_USER, {"user_id": str(user_id)})
                yield session
            await _run_after_commit(session)

    @asynccontextmanager
    async def system_transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction of the system itself, which sees every row; commits at the end."""
        async with self._system_sessions() as session:
            async with session.begin():
                yield session
            await _run_after_commit(session)

    async def close(self) -> None:
        """Close every connection."""
        await self.glance.close()
        await self.app_engine.dispose()
        await self.system_engine.dispose()
        await self.glance_engine.dispose()


def is_database_away(error: BaseException) -> bool:
    """Tell whether the server (or the way to it) failed rather than the statement: repeating may help."""
    if isinstance(error, ConnectionError | TimeoutError | PoolTimeoutError | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state.startswith(_AWAY) or state in _COLLISIONS


def after_commit(session: AsyncSession, action: Callable[[], Awaitable[object]]) -> None:
    """Run ``action`` once this session's transaction has been committed, never on rollback.

    An action is a hint to others (a publish, a notification): it must not be needed for
    correctness, and its failure is logged, not raised, because the commit already stands.
    """
    session.info.setdefault(_AFTER_COMMIT, []).append(action)


async def _run_after_commit(session: AsyncSession) -> None:
    for action in session.info.pop(_AFTER_COMMIT, []):
        try:
            await action()
        except Exception:
            log.warning("after_commit_failed", exc_info=True)
