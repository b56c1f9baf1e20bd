"""What the tests do as a client of the jobs room: submit, look, wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from jobs.chaos.kinds import KINDS, TABLES
from jobs.chaos.world import World
from musaic.entrypoints.wiring import job_office
from musaic.jobs.public import Idempotency, JobView, cancel, get_owned, submit
from musaic.platform.database import Database, create_engine, is_database_away

_NEW_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, is_admin) "
    "VALUES (:email, 'chaos', 'unusable', false) RETURNING id"
)

_NEW_SESSION = text(
    "INSERT INTO login_session (user_id, user_agent, expires_at) "
    "VALUES (:user_id, 'chaos', now() + interval '1 day') RETURNING id"
)


class Client:
    """One user of a world."""

    def __init__(self, world: World, database: Database, user_id: int, session_id: UUID) -> None:
        self.world = world
        self.database = database
        self.user_id = user_id
        self.session_id = session_id

    async def submit(self, kind: str, *, key: str | None = None, **args: Any) -> UUID:
        async with self.database.user_transaction(self.user_id) as session:
            view = await submit(
                session,
                user_id=self.user_id,
                kind=f"chaos.{kind}",
                args=args,
                idempotency=Idempotency.of(key, args),
            )
        return view.id

    async def submit_stubbornly(self, kind: str, *, key: str, **args: Any) -> UUID:
        """Submit again with the same key until the database says yes, as a good client does."""
        while True:
            try:
                return await self.submit(kind, key=key, **args)
            except Exception:  # noqa: BLE001  the database is being killed
                await asyncio.sleep(0.2)

    async def cancel(self, job_id: UUID) -> None:
        async with self.database.user_transaction(self.user_id) as session:
            await cancel(session, self.user_id, job_id)

    async def look(self, job_id: UUID) -> JobView:
        async with self.database.user_transaction(self.user_id) as session:
            return await get_owned(session, self.user_id, job_id)

    async def wait_for(self, job_id: UUID, *states: str, timeout_s: float = 20) -> JobView:
        async def there() -> JobView | None:
            view = await self.look(job_id)
            return view if view.state in states else None

        return await eventually(there, timeout_s)

    async def wait_for_all(self, ids: list[UUID], timeout_s: float = 30) -> None:
        """Wait until every job is finished, one way or another."""

        async def all_done() -> bool:
            return not await self.unfinished(ids)

        await eventually(all_done, timeout_s)

    async def unfinished(self, ids: list[UUID]) -> int:
        statement = "SELECT count(*) FROM job WHERE id = ANY(:ids) AND state IN ('queued', 'running')"
        return int(await self.value(statement, ids=ids))

    async def value(self, statement: str, **values: Any) -> Any:
        rows = await self.rows(statement, **values)
        return rows[0][0]

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        """Read; connections that died with the server are replaced on the way."""
        while True:
            try:
                async with self.database.system_transaction() as session:
                    return list((await session.execute(text(statement), values)).all())
            except Exception as error:
                if not is_database_away(error):
                    raise
                await asyncio.sleep(0.1)

    async def starts(self, job_id: UUID) -> list[Any]:
        return await self.rows(
            "SELECT attempt, pid, at FROM chaos_start WHERE job_id = :id ORDER BY at", id=job_id
        )

    async def results(self, *ids: UUID) -> int:
        return int(
            await self.value("SELECT count(*) FROM chaos_result WHERE job_id = ANY(:ids)", ids=list(ids))
        )


@asynccontextmanager
async def client_of(world: World) -> AsyncIterator[Client]:
    """Make a user, and open this process's side of jobs."""
    owner = create_engine(world.postgres.url, role=None)
    async with owner.begin() as connection:
        for statement in TABLES:
            await connection.execute(text(statement))
        values = {"email": f"{uuid4().hex}@example.org"}
        user_id = (await connection.execute(_NEW_USER, values)).scalar_one()
        session_id = (await connection.execute(_NEW_SESSION, {"user_id": user_id})).scalar_one()
    await owner.dispose()
    database = Database(world.postgres.url, pool_size=8)
    async with job_office(world.settings, KINDS, in_request=True):
        yield Client(world, database, user_id, session_id)
    await database.close()


async def eventually(look: Callable[[], Awaitable[Any]], timeout_s: float = 20) -> Any:
    """Return the first truthy answer; servers may be away in between."""
    deadline = time.monotonic() + timeout_s
    seen: object = None
    while time.monotonic() < deadline:
        try:
            seen = await look()
        except Exception as error:  # noqa: BLE001  a server is being killed
            seen = error
        else:
            if seen:
                return seen
        await asyncio.sleep(0.05)
    message = f"It did not happen within {timeout_s} s; last seen: {seen!r}"
    raise AssertionError(message)
