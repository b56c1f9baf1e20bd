"""Audioscrobbler 1.2: handshake, the song of this moment, batches; and the root stays the app's."""

import hashlib
import time
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from fixtures.api import Actor, client_of, running_app
from fixtures.scrobbling import Player
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
T0 = 1_700_000_000


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def handshake(player: Player, stamp: int, **changed: str) -> dict[str, str]:
    signature = md5(md5(player.password) + str(stamp))
    query = {"hs": "true", "p": "1.2", "c": "mpc", "v": "0.24", "u": player.name, "t": str(stamp)}
    return query | {"a": signature} | changed


async def shake(player: Player, path: str = "/", **changed: str) -> list[str]:
    # Each handshake of a test needs a time of its own.
    shake.stamp += 1  # type: ignore[attr-defined]
    stamp = int(time.time()) - 100 + shake.stamp  # type: ignore[attr-defined]
    reply = await player.client.get(path, params=handshake(player, stamp, **changed))
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    return reply.text.splitlines()


shake.stamp = 0  # type: ignore[attr-defined]


async def test_strangers_get_no_session(anonymous: httpx.AsyncClient) -> None:
    now = int(time.time())
    query = {"hs": "true", "p": "1.2", "u": "nobody", "t": str(now), "a": "0" * 32}
    assert (await anonymous.get("/", params=query)).text == "BADAUTH\n"
    assert (await anonymous.get("/", params=query | {"u": ""})).text == "BADAUTH\n"
    for path in ("/np_1.2", "/protocol_1.2"):
        assert (await anonymous.post(path, data={"s": "0" * 32, "a": "A", "t": "B"})).text == "BADSESSION\n"
        assert (await anonymous.post(path)).text == "BADSESSION\n"


async def test_handshakes(player: Player, alice: Actor) -> None:
    for path in ("/", "//", "/apis/audioscrobbler_legacy", "/apis/audioscrobbler_legacy/"):
        words = await shake(player, f"http://127.0.0.1:8000{path}")
        assert words[0] == "OK"
        assert len(words[1]) == 32
        assert words[2:] == ["http://127.0.0.1:8000/np_1.2", "http://127.0.0.1:8000/protocol_1.2"]
    assert (await shake(player, a="0" * 32))[0] == "BADAUTH"
    assert (await shake(player, u="nobody"))[0] == "BADAUTH"
    assert (await shake(player, t="1"))[0] == "BADTIME"
    assert (await shake(player, t="soon"))[0] == "BADTIME"
    assert (await shake(player, p="1.1"))[0].startswith("FAILED ")
    stamp = int(time.time()) - 150
    query = handshake(player, stamp)
    assert (await player.client.get("/", params=query)).text.startswith("OK\n")
    assert (await player.client.get("/", params=query)).text.startswith("FAILED ")
    [app] = (await alice.client.get("/api/v1/scrobbling/apps")).json()["items"]
    assert app["last_client"] == "mpc 0.24"


async def test_songs(player: Player, alice: Actor) -> None:
    _, key, playing, submission = await shake(player)
    song = {"s": key, "a": "Nina Simone", "t": "Sinnerman", "b": "", "l": "614", "n": "", "m": ""}
    assert (await player.client.post(playing, data=song)).text == "OK\n"
    now = (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"]
    assert (now["title"], now["duration_ms"], now["client"]) == ("Sinnerman", 614_000, "mpc 0.24")
    batch = {"s": key}
    for n in range(50):
        batch |= {f"a[{n}]": "Nina Simone", f"t[{n}]": f"Song {n}", f"i[{n}]": str(T0 + n), f"o[{n}]": "P"}
    for _ in range(2):
        assert (await player.client.post(submission, data=batch)).text == "OK\n"
    last = {
        "s": key,
        "a[0]": "Nina Simone",
        "t[0]": "Sinnerman",
        "i[0]": str(T0),
        "l[0]": "614",
        "b[0]": "Live",
    }
    assert (await player.client.post(submission, data=last)).text == "OK\n"
    summary = (await alice.client.get("/api/v1/listening/summary")).json()
    assert (summary["plays"], summary["ms_played"], summary["albums"]) == (51, 614_000, 1)
    assert (await alice.client.get("/api/v1/listening/now-playing")).json() == {"playing": None}
    too_many = batch | {"a[50]": "A", "t[50]": "B", "i[50]": str(T0)}
    for bad in ({"s": key}, too_many):
        assert (await player.client.post(submission, data=bad)).text.startswith("FAILED ")
    # A row that can never be kept must not make a player send its whole journal for ever.
    odd = {"s": key, "a[0]": "", "t[0]": "x", "i[0]": "y", "a[1]": "A", "t[1]": "B", "i[1]": str(T0 + 999)}
    assert (await player.client.post(submission, data=odd)).text == "OK\n"
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 52
    await alice.client.delete(f"/api/v1/scrobbling/apps/{player.app_id}")
    assert (await player.client.post(submission, data=last)).text == "BADSESSION\n"


async def test_the_root_stays_the_apps(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: Path
) -> None:
    assert database
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.html").write_text("<!doctype html><title>Musaic</title>")
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path / "var"}
    async with running_app(**settings, web_root=tmp_path / "web") as app, client_of(app) as client:
        assert isinstance(app, FastAPI)
        for path in ("/", "/?q=1", "/listening", "/1x", "/2.0.html2"):
            reply = await client.get(path)
            assert "access-control-allow-origin" not in reply.headers
            if path != "/2.0.html2":
                assert "<title>Musaic</title>" in reply.text
        assert (await client.get("/?hs=true")).text == "BADTIME\n"
