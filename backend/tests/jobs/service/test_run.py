"""One attempt at a time: progress, estimates, results and what is left behind."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from jobs.conftest import LEASE_S, Submit
from musaic.jobs.errors import LeaseLost
from musaic.jobs.kinds import JobKind, KindRegistry, Step
from musaic.jobs.office import Office
from musaic.jobs.public import JobContext, JobView, get_owned
from musaic.jobs.service.run import Runner
from musaic.platform.database import Database
from musaic.platform.errors import InvalidInputError

pytestmark = pytest.mark.asyncio
Handler = Callable[[JobContext], Awaitable[None]]


@pytest.fixture
def run_handler(
    office: Office, runner: Runner, database: Database, submit_job: Submit, user_id: int
) -> Callable[[Handler], Awaitable[JobView]]:
    """Return a function that runs one job with the given handler."""

    async def run(handler: Handler) -> JobView:
        steps = (Step("load"), Step("work", 3))
        office.kinds = KindRegistry((JobKind("test.any", steps, handler),))
        job = await submit_job(user_id, "test.any")
        await runner.run(job.id)
        async with database.user_transaction(user_id) as session:
            return await get_owned(session, user_id, job.id)

    return run


RunHandler = Callable[[Handler], Awaitable[JobView]]


async def test_a_handler_that_only_returns_has_succeeded(run_handler: RunHandler, tmp_path: Path) -> None:
    seen: list[Path] = []

    async def handler(ctx: JobContext) -> None:
        seen.append(ctx.scratch)
        (ctx.scratch / "file").write_text("x")

    view = await run_handler(handler)
    assert (view.state, view.percent, view.result) == ("succeeded", 100, None)
    assert seen[0].is_relative_to(tmp_path)
    assert not seen[0].exists()


async def test_result_rows_and_success_commit_together(
    run_handler: RunHandler, database: Database, user_id: int
) -> None:
    rename = text("UPDATE user_account SET display_name = 'renamed' WHERE id = :id")

    async def handler(ctx: JobContext) -> None:
        async with ctx.finish() as session:
            await session.execute(rename, {"id": ctx.user_id})
            message = "The values make no sense."
            raise InvalidInputError(message)

    view = await run_handler(handler)
    assert (view.state, view.error_code, view.error_message) == (
        "failed",
        "invalid_input",
        "The values make no sense.",
    )
    assert await _name(database, user_id) == "someone"


async def test_a_fenced_finish_leaves_nothing(
    run_handler: RunHandler, database: Database, user_id: int
) -> None:
    rename = text("UPDATE user_account SET display_name = 'renamed' WHERE id = :id")
    steal = text("UPDATE job SET lease_token = nextval('job_fence') WHERE id = :id")

    async def handler(ctx: JobContext) -> None:
        async with database.system_transaction() as thief:
            await thief.execute(steal, {"id": ctx.job_id})
        with pytest.raises(LeaseLost):
            async with ctx.finish() as session:
                await session.execute(rename, {"id": ctx.user_id})
        ctx.check()

    view = await run_handler(handler)
    assert (view.state, view.attempt) == ("running", 1)
    assert await _name(database, user_id) == "someone"


async def test_progress_is_weighted_written_and_estimated(
    run_handler: RunHandler, database: Database, user_id: int
) -> None:
    during: list[JobView] = []

    async def handler(ctx: JobContext) -> None:
        await asyncio.to_thread(ctx.progress, "work", 0.5)
        while not during or during[-1].percent == 0 or during[-1].eta_ms is None:
            await asyncio.sleep(0.1)
            ctx.progress("work", 0.5)
            async with database.user_transaction(user_id) as session:
                during.append(await get_owned(session, user_id, ctx.job_id))
        with pytest.raises(ValueError, match="declares no step named rest"):
            ctx.progress("rest", 1)

    await run_handler(handler)
    assert (during[-1].step, during[-1].percent) == ("work", 62.5)
    assert during[-1].eta_ms is not None
    assert during[-1].eta_ms > 0


async def test_heartbeats_outlive_the_lease(run_handler: RunHandler) -> None:
    async def handler(ctx: JobContext) -> None:
        await asyncio.sleep(LEASE_S * 1.3)
        ctx.check()

    assert (await run_handler(handler)).state == "succeeded"


async def test_what_fails_after_the_finish_changes_nothing(run_handler: RunHandler) -> None:
    async def handler(ctx: JobContext) -> None:
        async with ctx.finish({"kept": True}):
            pass
        message = "too late"
        raise RuntimeError(message)

    view = await run_handler(handler)
    assert (view.state, view.result) == ("succeeded", {"kept": True})


async def test_a_job_of_an_unknown_kind_is_left_alone(
    runner: Runner, office: Office, submit_job: Submit, database: Database, user_id: int
) -> None:
    job = await submit_job(user_id)
    office.kinds = KindRegistry(())
    await runner.run(job.id)
    await runner.run(UUID(int=1))
    async with database.user_transaction(user_id) as session:
        assert (await get_owned(session, user_id, job.id)).state == "queued"


async def _name(database: Database, user_id: int) -> str:
    async with database.system_transaction() as session:
        statement = text("SELECT display_name FROM user_account WHERE id = :id")
        return str((await session.execute(statement, {"id": user_id})).scalar_one())
