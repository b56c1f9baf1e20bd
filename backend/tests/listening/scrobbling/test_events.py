"""The song of this moment and changed charts, live over a real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from fixtures.scrobbling import Player
from musaic.listening.scrobbling.live import hub, stream
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
Event = tuple[str, Any]
SONG = {"artist_name": "Nina Simone", "track_name": "Sinnerman", "additional_info": {"duration": 600}}


@asynccontextmanager
async def follow(root: str, actor: Actor) -> AsyncIterator[AsyncIterator[Event]]:
    headers = {"Authorization": actor.client.headers["Authorization"]}
    async with (
        httpx.AsyncClient(base_url=root, headers=headers, timeout=30) as client,
        client.stream("GET", "/api/v1/listening/events") as reply,
    ):
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["x-accel-buffering"] == "no"
        yield _events(reply)


async def _events(reply: httpx.Response) -> AsyncIterator[Event]:
    event: dict[str, str] = {}
    async for line in reply.aiter_lines():
        name, _, value = line.partition(": ")
        if line == "" and "data" in event:
            yield event["event"], json.loads(event["data"])
        event = {} if line == "" else event | {name: value}


async def send(player: Player, kind: str, **listen: Any) -> None:
    document = {"listen_type": kind, "payload": [{"track_metadata": SONG, **listen}]}
    assert (await player.client.post("/1/submit-listens", json=document)).status_code == 200


async def test_what_happens_is_seen(
    served: str, player: Player, strange_player: Player, alice: Actor
) -> None:
    async with follow(served, alice) as events:
        assert await anext(events) == ("now_playing", {"playing": None})
        name, first = await anext(events)
        assert (name, first["version"]) == ("listens_changed", "0")
        await send(strange_player, "playing_now")
        await send(player, "playing_now")
        name, data = await anext(events)
        assert name == "now_playing"
        assert (data["playing"]["title"], data["playing"]["duration_ms"]) == ("Sinnerman", 600_000)
        now = (await alice.client.get("/api/v1/listening/now-playing")).json()
        assert now == data
        await send(player, "playing_now")
        await send(player, "single", listened_at=1_700_000_000)
        seen = dict([await anext(events), await anext(events)])
        assert seen["now_playing"] == {"playing": None}
        assert seen["listens_changed"]["version"] not in {"0", ""}


async def test_a_song_runs_out_by_itself(
    served: str, player: Player, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with follow(served, alice) as events:
        await anext(events)
        await anext(events)
        short = SONG | {"additional_info": {"duration": 1}}
        await send(player, "playing_now", track_metadata=short)
        assert (await anext(events))[1]["playing"] is not None
        assert await anext(events) == ("now_playing", {"playing": None})


async def test_imports_are_seen_without_hints(
    served: str, alice: Actor, histories: Histories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "_LOOK_S", 0.2)
    async with follow(served, alice) as events:
        await anext(events)
        await anext(events)
        await histories.add(alice.user_id, [extended_row("2024-05-01T10:00:00Z")])
        name, data = await anext(events)
        assert (name, data["version"] != "0") == ("listens_changed", True)


async def test_a_stream_ends_with_its_session_and_with_age(
    served: str, alice: Actor, bob: Actor, app: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_HEARTBEAT_S", 0.1)
    monkeypatch.setattr("musaic.accounts.gate.MEMORY_S", 0.0)
    async with follow(served, alice) as events:
        await anext(events)
        async with database.system_transaction() as session:
            await session.execute(text("DELETE FROM login_session WHERE id = :id"), {"id": alice.session_id})
        assert [event async for event in events][1:] == []
    monkeypatch.setattr(stream, "_LONGEST_S", 0.2)
    async with follow(served, bob) as events:
        assert len([event async for event in events]) == 2
    while app.state.live_hub.open_streams:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
