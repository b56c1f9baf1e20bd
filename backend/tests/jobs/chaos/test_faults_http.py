"""One fault at a time, seen by an HTTP client: F05, F06, F07, F14."""

import asyncio

import httpx
import pytest

from jobs.chaos.office import Client, eventually
from jobs.chaos.world import World

pytestmark = pytest.mark.asyncio
WORK = "/api/v1/chaos"


async def test_f06_submitting_goes_on_without_the_broker(
    world: World, client: Client, http: httpx.AsyncClient
) -> None:
    world.kill_server(world.valkey)
    jobs = []
    for _ in range(10):
        reply = await http.post(WORK, json={"kind": "work", "args": {}})
        assert reply.status_code == 202
        assert reply.elapsed.total_seconds() < 2
        jobs.append(reply.json()["id"])
    ready = await http.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    world.start_server(world.valkey)
    await client.wait_for_all(jobs, 15)
    assert await client.results(*jobs) == 10


async def test_f07_database_killed_no_acknowledged_job_is_lost(
    world: World, client: Client, http: httpx.AsyncClient
) -> None:
    accepted: list[str] = []
    refused: list[httpx.Response] = []
    stop = asyncio.Event()

    async def submit_on() -> None:
        while not stop.is_set():
            reply = await http.post(WORK, json={"kind": "work", "args": {"seconds": 0.1}})
            if reply.status_code == 202:
                accepted.append(reply.json()["id"])
            else:
                refused.append(reply)
            await asyncio.sleep(0.05)

    submitting = asyncio.create_task(submit_on())
    await asyncio.sleep(0.5)
    await asyncio.to_thread(world.kill_server, world.postgres)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(world.start_server, world.postgres)
    before = len(accepted)
    await eventually(lambda: _grew(accepted, before), 5)
    stop.set()
    await submitting
    assert refused
    for reply in refused:
        assert (reply.status_code, reply.json()["code"]) == (503, "temporarily_unavailable")
        assert reply.headers["retry-after"]
    await client.wait_for_all(accepted, 30)
    assert await client.results(*accepted) == len(accepted)


async def test_f14_one_key_fifty_times_and_a_killed_api(
    world: World, client: Client, http: httpx.AsyncClient
) -> None:
    body = {"kind": "work", "args": {"n": 1}}
    key = {"Idempotency-Key": "once-and-only-once"}
    replies = await asyncio.gather(*(http.post(WORK, json=body, headers=key) for _ in range(50)))
    assert {reply.status_code for reply in replies} == {202}
    assert len({reply.text for reply in replies}) == 1
    other = await http.post(WORK, json=body | {"args": {"n": 2}}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    world.kill("api")
    world.start_api()
    again = await eventually(lambda: http.post(WORK, json=body, headers=key), 60)
    assert again.json()["id"] == replies[0].json()["id"]
    assert (
        await client.value(
            "SELECT count(*) FROM job WHERE user_id = :u AND kind = 'chaos.work'", u=client.user_id
        )
        == 1
    )


async def _grew(jobs: list[str], before: int) -> bool:
    return len(jobs) > before
