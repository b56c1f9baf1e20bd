"""Jobs in one process: kinds of these tests, and a runner that runs them at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from musaic.jobs.adapters.redis_hints import RedisHints
from musaic.jobs.kinds import KindRegistry
from musaic.jobs.office import Office, open_office
from musaic.jobs.public import (
    Idempotency,
    JobContext,
    JobKind,
    JobView,
    Json,
    PermanentJobError,
    Step,
    submit,
)
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.run import Runner
from musaic.platform.database import Database

Submit = Callable[..., Awaitable[JobView]]
LEASE_S = 3.0


async def count(ctx: JobContext) -> None:
    """Count to args["to"], telling how far it is, and finish with the number."""
    to = int(str(ctx.args.get("to", 0)))
    for number in range(to):
        ctx.progress("count", number / to)
        await asyncio.sleep(0.05)
    async with ctx.finish({"counted": to}):
        pass


async def refuse(ctx: JobContext) -> None:
    code, message = "bad_file", "This file cannot be read."
    raise PermanentJobError(code, message)


async def wait(ctx: JobContext) -> None:
    await asyncio.sleep(60)


KINDS = (
    JobKind("test.count", (Step("prepare"), Step("count", 3)), count),
    JobKind("test.refuse", (Step("only"),), refuse),
    JobKind("test.wait", (Step("only"),), wait),
    JobKind("test.quiet", (Step("prepare"), Step("count")), count, quiet=True),
)


@pytest.fixture
def office(app: FastAPI) -> Office:
    """Return the office of this process, with the kinds above and nothing that carries messages."""
    office = Office(KindRegistry(KINDS), None, RedisHints(app.state.runtime.redis))
    open_office(office)
    return office


@pytest.fixture
def runner(office: Office, database: Database, tmp_path: Path) -> Runner:
    """Return a runner that works in this process."""
    return Runner(Ledger(database, office, LEASE_S, 0.05), tmp_path / "scratch")


@pytest_asyncio.fixture
async def user_id(database: Database) -> int:
    """Return a user who needs no client."""
    statement = text(
        "INSERT INTO user_account (email, display_name, password_hash, is_admin) "
        "VALUES (:email, 'someone', 'unusable', false) RETURNING id"
    )
    async with database.system_transaction() as session:
        return int((await session.execute(statement, {"email": f"{uuid4().hex}@example.org"})).scalar_one())


@pytest_asyncio.fixture
async def submit_job(office: Office, database: Database) -> AsyncIterator[Submit]:
    """Return a function that submits in a transaction of its own."""

    async def submit_one(
        user_id: int, kind: str = "test.count", args: Mapping[str, Json] | None = None, key: str | None = None
    ) -> JobView:
        given = args or {}
        async with database.user_transaction(user_id) as session:
            return await submit(
                session,
                user_id=user_id,
                kind=kind,
                args=dict(given),
                subject_id=UUID(int=7),
                idempotency=Idempotency.of(key, given),
            )

    yield submit_one
