"""One fault at a time: F01 to F13 of the fault list, without HTTP."""

import asyncio
import os
import signal
import time
from uuid import UUID

import psutil
import pytest

from jobs.chaos.office import Client, eventually
from jobs.chaos.world import LEASE_S, REDISPATCH_S, World
from musaic.jobs.errors import JobFinishedError
from musaic.jobs.office import current_office
from musaic.jobs.ports import Dispatch
from musaic.jobs.repository import dispatch as repository
from musaic.platform.redis import create_redis

pytestmark = pytest.mark.asyncio


async def test_f01_killed_child_runs_again_with_one_result(client: Client) -> None:
    job = await client.submit("work", seconds=1)
    first = (await eventually(lambda: client.starts(job)))[0]
    os.kill(first.pid, signal.SIGKILL)
    assert (await client.wait_for(job, "succeeded")).attempt == 2
    starts = await client.starts(job)
    assert await client.results(job) == 1
    assert (starts[1].at - starts[0].at).total_seconds() <= LEASE_S + 5


async def test_f02_killed_worker_loses_nothing(world: World, client: Client) -> None:
    jobs = [await client.submit("work", seconds=1) for _ in range(4)]
    await eventually(lambda: client.starts(jobs[0]))
    children = world.children()
    world.kill("worker")
    await eventually(lambda: _all_gone(children), 5)
    world.start_worker()
    await client.wait_for_all(jobs, 40)
    assert await client.results(*jobs) == 4


async def test_f03_dispatcher_dies_between_mark_and_publish(world: World, client: Client) -> None:
    world.kill("dispatcher")
    current_office().broker = None
    job = await client.submit("work")
    async with client.database.system_transaction() as session:
        marked = await repository.take_due(session, ["chaos.work"], redispatch_after_s=REDISPATCH_S)
    assert [each.job_id for each in marked] == [job]
    world.start_dispatcher()
    await client.wait_for(job, "succeeded")
    assert await client.results(job) == 1


async def test_f04_broker_without_memory_loses_no_job(world: World, client: Client) -> None:
    jobs = [await client.submit("work", seconds=0.05) for _ in range(200)]
    world.kill_server(world.valkey)
    assert await client.unfinished(jobs) > 50
    world.start_server(world.valkey)
    await client.wait_for_all(jobs, 60)
    assert await client.results(*jobs) == 200


async def test_f05_flushed_broker_loses_no_job(world: World, client: Client) -> None:
    jobs = [await client.submit("work", seconds=0.3) for _ in range(12)]
    await eventually(lambda: client.starts(jobs[0]))
    await _flush(world)
    await client.wait_for_all(jobs)
    assert await client.results(*jobs) == 12


async def test_f08_database_dies_during_finish(world: World, client: Client) -> None:
    job = await client.submit("work", finish_s=1)
    await eventually(lambda: client.starts(job))
    await asyncio.sleep(0.3)
    await asyncio.to_thread(world.kill_server, world.postgres)
    await asyncio.to_thread(world.start_server, world.postgres)
    await client.wait_for(job, "succeeded", timeout_s=30)
    assert await client.results(job) == 1


async def test_f09_stopped_worker_is_fenced(client: Client) -> None:
    job = await client.submit("work", seconds=1)
    first = (await eventually(lambda: client.starts(job)))[0]
    os.kill(first.pid, signal.SIGSTOP)
    try:
        view = await client.wait_for(job, "succeeded")
    finally:
        os.kill(first.pid, signal.SIGCONT)
    assert view.attempt == 2
    # The one that woke up throws its work away and goes on with the next job.
    more = [await client.submit("work", seconds=0.2) for _ in range(4)]
    await client.wait_for_all(more)
    assert await client.results(job) == 1


async def test_f10_an_id_delivered_ten_times_runs_once(client: Client) -> None:
    broker = current_office().broker
    assert broker is not None
    job = await client.submit("work", seconds=0.3)
    await broker.publish([Dispatch(job, "chaos.work")] * 10)
    await client.wait_for(job, "succeeded")
    await broker.publish([Dispatch(job, "chaos.work")] * 3)
    after = await client.submit("empty")
    await client.wait_for(after, "succeeded")
    assert len(await client.starts(job)) == 1
    assert await client.results(job) == 1


async def test_f11_poison_dies_among_the_good(client: Client) -> None:
    good = [await client.submit("work") for _ in range(50)]
    poison = [await client.submit("poison") for _ in range(3)]
    good += [await client.submit("work") for _ in range(50)]
    await client.wait_for_all([*good, *poison], 60)
    for job in poison:
        view = await client.look(job)
        assert (view.state, view.attempt, view.error_code) == ("dead", 3, "worker_lost")
        assert len(await client.starts(job)) == 3
    assert await client.results(*good) == 100


@pytest.mark.parametrize("kind", ["work", "nap", "deaf"])
async def test_f12_sigterm_gives_the_job_back(world: World, client: Client, kind: str) -> None:
    job = await client.submit(kind, seconds=20)
    await eventually(lambda: client.starts(job))
    seconds = await asyncio.to_thread(world.terminate, "worker")
    view = await client.look(job)
    assert (view.state, view.attempt) == ("queued", 0)
    assert seconds <= 10
    await client.cancel(job)


async def test_f13_cancel_queued_running_and_finished(world: World, client: Client) -> None:
    running = [await client.submit("work", seconds=20) for _ in range(2)]
    for job in running:
        await eventually(lambda job=job: client.starts(job))
    queued = await client.submit("work")
    await client.cancel(queued)
    assert (await client.look(queued)).state == "cancelled"
    asked = time.monotonic()
    for job in running:
        await client.cancel(job)
    for job in running:
        await client.wait_for(job, "cancelled")
    assert time.monotonic() - asked <= LEASE_S / 3 + 2
    with pytest.raises(JobFinishedError):
        await client.cancel(queued)
    assert await client.starts(queued) == []
    await eventually(lambda: _left_nothing(world, [*running, queued]))


async def test_cancel_reaches_a_handler_that_never_asks(client: Client) -> None:
    job = await client.submit("nap", seconds=20)
    await eventually(lambda: client.starts(job))
    await client.cancel(job)
    await client.wait_for(job, "cancelled", timeout_s=10)


async def test_only_typed_errors_try_again(client: Client) -> None:
    flaky = await client.submit("flaky", failures=2)
    hopeless = await client.submit("flaky", failures=9)
    bad, broken = await client.submit("bad"), await client.submit("broken")
    slow = await client.submit("slow", seconds=30)
    await client.wait_for_all([flaky, hopeless, bad, broken, slow])
    seen = {job: await client.look(job) for job in (flaky, hopeless, bad, broken, slow)}
    facts = {job: (view.state, view.error_code, view.attempt) for job, view in seen.items()}
    assert facts == {
        flaky: ("succeeded", None, 3),
        hopeless: ("dead", "not_yet", 3),
        bad: ("failed", "bad_file", 1),
        broken: ("failed", "internal_error", 1),
        slow: ("failed", "time_limit", 1),
    }
    assert "secret" not in (seen[broken].error_message or "")


async def test_retry_after_is_honoured(client: Client) -> None:
    job = await client.submit("flaky", failures=1, retry_after_s=2.5)
    await client.wait_for(job, "succeeded")
    starts = await client.starts(job)
    assert (starts[1].at - starts[0].at).total_seconds() >= 2.5


async def _flush(world: World) -> None:
    redis = create_redis(world.valkey.url)
    await redis.flushall()
    await redis.aclose()


async def _all_gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) for pid in pids)


async def _left_nothing(world: World, jobs: list[UUID]) -> bool:
    return not [each for job in jobs for each in (world.settings.data_dir / "scratch").glob(f"{job}-*")]
