"""Submitting in somebody else's transaction, and keys that may be sent again."""

import asyncio

import pytest
from pydantic import BaseModel
from sqlalchemy import text

from jobs.conftest import Submit
from musaic.jobs.errors import IdempotencyKeyReusedError, UnknownJobKindError
from musaic.jobs.kinds import JobKind, KindRegistry, Step
from musaic.jobs.office import Office
from musaic.jobs.public import Idempotency, JobContext, once, submit, views_of
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio


class Reply(BaseModel):
    number: int


async def test_no_commit_no_job(office: Office, database: Database, user_id: int) -> None:
    async def fail() -> None:
        async with database.user_transaction(user_id) as session:
            await submit(session, user_id=user_id, kind="test.count", args={})
            message = "changed my mind"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        await fail()
    assert await _count(database, user_id) == 0


async def test_unknown_kinds_are_refused(submit_job: Submit, user_id: int) -> None:
    with pytest.raises(UnknownJobKindError):
        await submit_job(user_id, "test.nothing")


async def test_a_kind_is_registered_once() -> None:
    async def handler(ctx: JobContext) -> None: ...

    kind = JobKind("test.twice", (Step("only"),), handler)
    with pytest.raises(ValueError, match="registered twice"):
        KindRegistry((kind, kind))
    with pytest.raises(ValueError, match="at least one step"):
        JobKind("test.bare", (), handler)


async def test_the_same_key_is_the_same_job(submit_job: Submit, database: Database, user_id: int) -> None:
    jobs = await asyncio.gather(*(submit_job(user_id, args={"to": 1}, key="k") for _ in range(10)))
    assert len({job.id for job in jobs}) == 1
    assert await _count(database, user_id) == 1
    with pytest.raises(IdempotencyKeyReusedError):
        await submit_job(user_id, args={"to": 2}, key="k")
    async with database.user_transaction(user_id) as session:
        assert set(await views_of(session, user_id, [jobs[0].id])) == {jobs[0].id}
        assert await views_of(session, user_id + 1, [jobs[0].id]) == {}


async def test_once_makes_one_reply(database: Database, user_id: int) -> None:
    made: list[int] = []

    async def ask(payload: object) -> Reply:
        async def make() -> Reply:
            made.append(1)
            await asyncio.sleep(0.05)
            return Reply(number=len(made))

        async with database.user_transaction(user_id) as session:
            key = Idempotency.of("same", payload)
            return await once(session, Reply, make, user_id=user_id, operation="POST /x", idempotency=key)

    replies = await asyncio.gather(*(ask({"a": 1}) for _ in range(5)))
    assert {reply.number for reply in replies} == {1}
    with pytest.raises(IdempotencyKeyReusedError):
        await ask({"a": 2})
    assert made == [1]


async def _count(database: Database, user_id: int) -> int:
    async with database.system_transaction() as session:
        statement = text("SELECT count(*) FROM job WHERE user_id = :id")
        return int((await session.execute(statement, {"id": user_id})).scalar_one())
