"""Live events over a real HTTP server: replay, order, end, and life without hints."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text

from fixtures.api import Actor
from jobs.conftest import Submit
from musaic.jobs.office import Office
from musaic.jobs.service.run import Runner
from musaic.jobs.streams import replies, stream
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
JOBS = "/api/v1/jobs"
Event = dict[str, Any]


@pytest_asyncio.fixture
async def server(app: FastAPI) -> AsyncIterator[str]:
    """Serve the application on a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110  uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await task


@asynccontextmanager
async def follow(
    server: str, actor: Actor, path: str, last: str | None = None
) -> AsyncIterator[AsyncIterator[Event]]:
    """Open a stream and yield its events; a stream that ends ends the iteration."""
    headers = {"Authorization": actor.client.headers["Authorization"]}
    if last is not None:
        headers["Last-Event-ID"] = last
    async with (
        httpx.AsyncClient(base_url=server, headers=headers, timeout=30) as client,
        client.stream("GET", f"{JOBS}{path}") as reply,
    ):
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["x-accel-buffering"] == "no"
        yield _events(reply)


async def _events(reply: httpx.Response) -> AsyncIterator[Event]:
    event: Event = {}
    async for line in reply.aiter_lines():
        name, _, value = line.partition(": ")
        if line == "" and "data" in event:
            yield event | {"data": json.loads(event["data"])}
        event = {} if line == "" else event | {name: value}


async def test_a_job_is_followed_to_its_end(
    server: str, alice: Actor, submit_job: Submit, runner: Runner
) -> None:
    job = await submit_job(alice.user_id, args={"to": 30})
    async with follow(server, alice, f"/{job.id}/events") as events:
        running = asyncio.create_task(runner.run(job.id))
        seen = [event async for event in events]
        await running
    assert [int(event["id"]) for event in seen] == list(range(1, len(seen) + 1))
    assert [event["event"] for event in seen[:-1]] == ["progress"] * (len(seen) - 1)
    assert (seen[-1]["event"], seen[-1]["data"]["state"]) == ("succeeded", "succeeded")
    percents = [event["data"]["percent"] for event in seen]
    assert percents == sorted(percents)
    assert len(seen) > 3
    assert seen[-1]["data"] == (await alice.client.get(f"{JOBS}/{job.id}")).json()


async def test_a_lost_connection_goes_on_where_it_was(
    server: str, alice: Actor, submit_job: Submit, runner: Runner
) -> None:
    job = await submit_job(alice.user_id, args={"to": 30})
    running = asyncio.create_task(runner.run(job.id))
    seen: list[Event] = []
    last = "0"
    while not seen or seen[-1]["event"] == "progress":
        async with follow(server, alice, f"/{job.id}/events", last) as events:
            seen.append(await anext(events))
        last = seen[-1]["id"]
    await running
    assert [int(event["id"]) for event in seen] == list(range(1, len(seen) + 1))
    over = await httpx.AsyncClient().get(
        f"{server}{JOBS}/{job.id}/events",
        headers={"Authorization": alice.client.headers["Authorization"], "Last-Event-ID": last},
    )
    assert over.status_code == 204


async def test_without_an_id_a_stream_begins_with_the_present(
    server: str, alice: Actor, submit_job: Submit, runner: Runner
) -> None:
    job = await submit_job(alice.user_id, "test.refuse")
    await runner.run(job.id)
    async with follow(server, alice, f"/{job.id}/events") as events:
        seen = [event async for event in events]
    assert [(event["event"], event["data"]["error_code"]) for event in seen] == [("failed", "bad_file")]


async def test_the_tray_follows_all_jobs_and_only_ones_own(
    server: str, alice: Actor, bob: Actor, submit_job: Submit, runner: Runner
) -> None:
    first = await submit_job(alice.user_id, args={"to": 3})
    async with follow(server, alice, "/events") as events:
        assert (await anext(events))["data"]["id"] == str(first.id)
        stranger = await submit_job(bob.user_id)
        second = await submit_job(alice.user_id, "test.refuse")
        for job in (first, stranger, second):
            await runner.run(job.id)
        seen = []
        while {(each["data"]["id"], each["event"]) for each in seen}.isdisjoint({(str(second.id), "failed")}):
            seen.append(await anext(events))
    numbers = [int(event["id"]) for event in seen]
    assert numbers == sorted(set(numbers))
    assert {event["data"]["id"] for event in seen} == {str(first.id), str(second.id)}
    async with follow(server, alice, "/events", str(numbers[0])) as events:
        again = [await anext(events) for _ in numbers[1:]]
    assert again == seen[1:]


async def test_quiet_jobs_are_in_the_tray_when_asked_for(
    server: str, alice: Actor, submit_job: Submit, runner: Runner
) -> None:
    quiet, loud = await submit_job(alice.user_id, "test.quiet"), await submit_job(alice.user_id)
    async with (
        follow(server, alice, "/events") as events,
        follow(server, alice, "/events?quiet=true") as every,
        follow(server, alice, f"/{quiet.id}/events") as one,
    ):
        assert (await anext(events))["data"]["id"] == str(loud.id)
        assert [(await anext(every))["data"]["id"] for _ in range(2)] == [str(quiet.id), str(loud.id)]
        assert (await anext(one))["data"]["id"] == str(quiet.id)
        later = await submit_job(alice.user_id, "test.quiet")
        for job in (quiet, later, loud):
            await runner.run(job.id)
        seen, number = set(), "0"
        while (str(loud.id), "succeeded") not in seen:
            event = await anext(events)
            seen.add((event["data"]["id"], event["event"]))
            number = event["id"]
        assert {job_id for job_id, _ in seen} == {str(loud.id)}
        assert [event["event"] async for event in one][-1] == "succeeded"
    async with follow(server, alice, "/events", str(int(number) - 1)) as again:
        assert (await anext(again))["data"]["id"] == str(loud.id)


async def test_without_hints_the_hub_looks_for_itself(
    server: str, alice: Actor, submit_job: Submit, runner: Runner, office: Office
) -> None:
    job = await submit_job(alice.user_id, args={"to": 1})
    async with follow(server, alice, f"/{job.id}/events", "0") as events:
        await anext(events)
        office.hints = None
        await runner.run(job.id)
        seen = [event async for event in events]
    assert seen[-1]["event"] == "succeeded"


async def test_a_slow_client_starts_over_from_the_database(
    server: str, alice: Actor, submit_job: Submit, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_WAITING", 1)
    job = await submit_job(alice.user_id)
    async with follow(server, alice, "/events", "0") as events:
        others = [await submit_job(alice.user_id) for _ in range(10)]
        await runner.run(job.id)
        expected = 1 + len(others) + 2
        numbers = [int((await anext(events))["id"]) for _ in range(expected)]
    assert numbers == sorted(set(numbers))


async def test_a_stream_ends_with_its_session_and_with_age(
    server: str, alice: Actor, submit_job: Submit, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "HEARTBEAT_S", 0.1)
    monkeypatch.setattr("musaic.accounts.gate.MEMORY_S", 0.0)
    job = await submit_job(alice.user_id)
    async with follow(server, alice, f"/{job.id}/events") as events:
        await anext(events)
        async with database.system_transaction() as session:
            await session.execute(text("DELETE FROM login_session WHERE id = :id"), {"id": alice.session_id})
        assert [event async for event in events] == []


async def test_a_stream_has_a_bounded_life(
    server: str, alice: Actor, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "_LONGEST_S", 0.2)
    monkeypatch.setattr(replies, "HEARTBEAT_S", 0.1)
    async with follow(server, alice, "/events") as events:
        assert [event async for event in events] == []
    while app.state.job_streams.open_streams:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
