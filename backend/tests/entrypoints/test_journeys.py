"""The demo, a playlist and a separation, each through the API and the real job runner."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from fixtures.api import Actor
from musaic.entrypoints.demo import songs

RunJob = Callable[[str], Awaitable[None]]
NOBODYS = "00000000-0000-4000-8000-000000000000"
ROUTES = [
    ("GET", "/api/v1/demo"),
    ("POST", "/api/v1/demo"),
    ("DELETE", "/api/v1/demo"),
    ("GET", "/api/v1/playlists"),
    ("POST", "/api/v1/playlists/generate"),
    ("GET", f"/api/v1/playlists/{NOBODYS}"),
    ("GET", f"/api/v1/playlists/{NOBODYS}/export?format=csv"),
    ("DELETE", f"/api/v1/playlists/{NOBODYS}"),
    ("GET", "/api/v1/separations"),
    ("POST", "/api/v1/separations"),
    ("GET", f"/api/v1/separations/{NOBODYS}"),
    ("DELETE", f"/api/v1/separations/{NOBODYS}"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_strangers_get_401(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await anonymous.request(method, path)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.asyncio
async def test_demo_loads_plays_a_part_in_playlists_and_goes(
    alice: Actor, bob: Actor, run_job: RunJob
) -> None:
    accepted = await alice.client.post("/api/v1/demo")
    assert accepted.status_code == 202
    await run_job(accepted.json()["job_id"])
    imports = (await alice.client.get("/api/v1/imports")).json()["items"]
    await run_job(imports[0]["job_id"])
    summary = (await alice.client.get("/api/v1/listening/summary?range=all")).json()
    assert summary["plays"] > 15_000
    assert (await alice.client.get("/api/v1/demo")).json() == {"loaded": True}
    assert (await alice.client.post("/api/v1/demo")).json()["code"] == "demo_loaded"
    media = (await alice.client.get("/api/v1/media?kind=audio")).json()["items"]
    assert len(media) == 4
    await _genres_and_years_are_told(alice)

    top = (await alice.client.get("/api/v1/listening/top-items?entity=track&range=all")).json()["items"]
    wish = {"seeds": [{"track_id": top[0]["id"]}], "length": 10}
    made = await alice.client.post(
        "/api/v1/playlists/generate", json=wish, headers={"Idempotency-Key": "once"}
    )
    assert made.status_code == 201
    playlist = made.json()
    assert len(playlist["tracks"]) == 10
    assert all(
        abs(sum(part["share"] for part in track["matchers"]) - 1) < 0.01 and track["why"]
        for track in playlist["tracks"]
    )
    again = await alice.client.post(
        "/api/v1/playlists/generate", json=wish, headers={"Idempotency-Key": "once"}
    )
    assert again.json()["id"] == playlist["id"]
    path = f"/api/v1/playlists/{playlist['id']}"
    for format_, first in (("m3u8", "#EXTM3U"), ("csv", "position,"), ("xspf", "<?xml"), ("jspf", "{")):
        file = await alice.client.get(f"{path}/export?format={format_}")
        assert file.text.startswith(first)
        assert "attachment" in file.headers["content-disposition"]
    for method in ("GET", "DELETE"):
        assert (await bob.client.request(method, path)).status_code == 404
    theirs = {"seeds": [{"track_id": top[0]["id"]}]}
    assert (await bob.client.post("/api/v1/playlists/generate", json=theirs)).status_code == 422

    assert (await alice.client.delete("/api/v1/demo")).status_code == 204
    assert (await alice.client.get("/api/v1/listening/summary?range=all")).json()["plays"] == 0
    assert (await alice.client.get("/api/v1/media?kind=audio")).json()["items"] == []


async def _genres_and_years_are_told(alice: Actor) -> None:
    genres = (await alice.client.get("/api/v1/listening/genres?range=all")).json()
    assert len(genres["items"]) > 10
    assert 0 < genres["unknown"]["share"] < 0.3
    years = (await alice.client.get("/api/v1/listening/release-years?range=all&period=decade")).json()
    assert len(years["items"]) >= 4
    assert 0 < years["unknown"]["share"] < 0.3
    countries = (await alice.client.get("/api/v1/listening/habits?range=all&fact=country")).json()
    assert {"KZ", "GE"} <= {item["value"] for item in countries["items"]}


@pytest.mark.asyncio
async def test_a_song_becomes_stems_that_can_be_played_and_deleted(
    alice: Actor, bob: Actor, run_job: RunJob, tmp_path: Path
) -> None:
    songs.write_song(songs.SCORES[1], tmp_path / "Paper Boats.flac")
    files = {"file": ("Paper Boats.flac", (tmp_path / "Paper Boats.flac").read_bytes(), "audio/flac")}
    media_id = (await alice.client.post("/api/v1/media", files=files)).json()["id"]
    wish = {"media_id": media_id, "stems": 2, "engine": "auto"}
    assert (await bob.client.post("/api/v1/separations", json=wish)).status_code == 404
    accepted = await alice.client.post("/api/v1/separations", json=wish)
    assert accepted.status_code == 202
    await run_job(accepted.json()["job_id"])
    path = f"/api/v1/separations/{accepted.json()['id']}"
    done = (await alice.client.get(path)).json()
    assert done["state"] == "succeeded"
    assert [stem["kind"] for stem in done["stems"]] == ["vocals", "accompaniment"]
    assert done["analysis"]["loudness_lufs"] < 0
    for stem in done["stems"]:
        assert len(stem["peaks"]) == 1200
        assert {file["format"] for file in stem["downloads"]} == {"flac", "opus"}
        part = await alice.client.get(stem["url"], headers={"Range": "bytes=0-99"})
        assert (part.status_code, len(part.content)) == (206, 100)
    assert (await bob.client.get(path)).status_code == 404
    assert (await bob.client.delete(path)).status_code == 404
    assert (await alice.client.delete(path)).status_code == 204
    assert (await alice.client.get(done["stems"][0]["url"])).status_code in {404, 410}
    assert (await alice.client.get(f"/api/v1/media/{media_id}")).status_code == 200


@pytest.mark.asyncio
async def test_four_stems_are_refused_plainly(alice: Actor, tmp_path: Path) -> None:
    songs.write_song(songs.SCORES[1], tmp_path / "a.flac")
    files = {"file": ("a.flac", (tmp_path / "a.flac").read_bytes(), "audio/flac")}
    media_id = (await alice.client.post("/api/v1/media", files=files)).json()["id"]
    reply = await alice.client.post("/api/v1/separations", json={"media_id": media_id, "stems": 4})
    assert (reply.status_code, reply.json()["code"]) == (409, "engine_unavailable")
