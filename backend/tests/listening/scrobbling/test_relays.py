"""Listens passed on to other services, which are played by real servers speaking real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from fixtures.api import Actor
from fixtures.listening import RunJob
from fixtures.scrobbling import Player
from musaic.integrations.outward import AddressRefusedError, Outward, is_public
from musaic.listening.scrobbling import parts as parts_module
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
RELAYS = "/api/v1/scrobbling/relays"
T0 = 1_700_000_000


@dataclass
class Services:
    """ListenBrainz, Last.fm and Maloja in one: what they were sent, and how they misbehave next."""

    root: str = ""
    listens: list[dict[str, Any]] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    troubles: list[int] = field(default_factory=list)
    refused_titles: set[str] = field(default_factory=set)
    token: str = "right"
    knows_users: bool = True

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/1/validate-token", self.validate),
                Route("/1/submit-listens", self.submit, methods=["POST"]),
                Route("/2.0/", self.lastfm, methods=["POST"]),
                Route("/apis/mlj_1/test", self.maloja_test),
                Route("/apis/mlj_1/newscrobble", self.maloja, methods=["POST"]),
                Route("/away/1/validate-token", self.redirect),
            ]
        )

    def _trouble(self) -> Response | None:
        if not self.troubles:
            return None
        status = self.troubles.pop(0)
        return JSONResponse({"code": status, "error": "x"}, status, {"Retry-After": "7"})

    async def redirect(self, request: Request) -> Response:
        return RedirectResponse(f"{self.root}/1/validate-token")

    async def validate(self, request: Request) -> Response:
        valid = request.headers.get("authorization") == f"Token {self.token}"
        return JSONResponse({"code": 200, "valid": valid, "user_name": "nina"})

    async def submit(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Token {self.token}":
            return JSONResponse({"code": 401, "error": "no"}, 401)
        if trouble := self._trouble():
            return trouble
        document = await request.json()
        names = {each["track_metadata"]["track_name"] for each in document["payload"]}
        if names & self.refused_titles:
            return JSONResponse({"code": 400, "error": "bad"}, 400)
        self.batches.append(len(document["payload"]))
        self.listens += document["payload"]
        return JSONResponse({"status": "ok"})

    async def lastfm(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        assert len(form["api_sig"]) == 32
        if form["method"] == "auth.getMobileSession":
            if form["password"] != self.token:
                return JSONResponse({"error": 4, "message": "no"}, 403)
            return JSONResponse({"session": {"name": "nina", "key": "sk", "subscriber": 0}})
        if form["sk"] != "sk":
            return JSONResponse({"error": 9, "message": "no"}, 403)
        if form["method"] == "user.getInfo":
            unknown = {"error": 3, "message": "Invalid method"}
            return JSONResponse({"user": {"name": "nina"}} if self.knows_users else unknown)
        if self.troubles:
            return JSONResponse({"error": self.troubles.pop(0), "message": "later"})
        places = [place for place in ("", *(f"[{n}]" for n in range(50))) if f"track{place}" in form]
        rows = [
            {"artist": form[f"artist{at}"], "track": form[f"track{at}"], "at": int(form[f"timestamp{at}"])}
            for at in places
        ]
        self.batches.append(len(rows))
        self.listens += rows
        replies = [
            {"ignoredMessage": {"code": "1" if row["track"] in self.refused_titles else "0", "#text": ""}}
            for row in rows
        ]
        return JSONResponse({"scrobbles": {"scrobble": replies[0] if len(replies) == 1 else replies}})

    async def maloja_test(self, request: Request) -> Response:
        return JSONResponse({}, 200 if request.query_params.get("key") == self.token else 403)

    async def maloja(self, request: Request) -> Response:
        if trouble := self._trouble():
            return trouble
        document = await request.json()
        assert document.pop("key") == self.token
        self.listens.append(document)
        return JSONResponse({"status": "success"})


@asynccontextmanager
async def serve(app: Any) -> AsyncIterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110  uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await task


@pytest_asyncio.fixture
async def services(app: FastAPI) -> AsyncIterator[Services]:
    """Serve the three, as a host that the operator has allowed."""
    assert app
    found = Services()
    async with serve(found.app()) as root:
        found.root = root
        before = parts_module.parts()
        allowed = frozenset({root.removeprefix("http://")})
        parts_module.install(
            parts_module.ScrobblingParts(before.vault, before.redis, before.base_url, allowed)
        )
        yield found
        parts_module.install(before)


def requests_of(services: Services) -> dict[str, dict[str, str]]:
    lastfm = {"api_key": "k", "api_secret": "s", "username": "nina", "password": "right"}
    return {
        "listenbrainz": {"kind": "listenbrainz", "url": f"{services.root}/1/", "token": "right"},
        "lastfm": {"kind": "lastfm", "url": f"{services.root}/2.0/", **lastfm},
        "maloja": {"kind": "maloja", "url": services.root, "key": "right"},
    }


async def scrobble(player: Player, *titles: str, at: int = T0, **info: object) -> None:
    payload = [
        {
            "listened_at": at + 300 * n,
            "track_metadata": {
                "artist_name": "Nina Simone",
                "track_name": title,
                "release_name": "Live",
                "additional_info": {"duration_ms": 200_000, **info},
            },
        }
        for n, title in enumerate(titles)
    ]
    reply = await player.client.post("/1/submit-listens", json={"listen_type": "import", "payload": payload})
    assert reply.status_code == 200


async def jobs_of(actor: Actor) -> list[dict[str, Any]]:
    reply = await actor.client.get("/api/v1/jobs?kind=listening.relay")
    found: list[dict[str, Any]] = reply.json()["items"]
    return found


async def test_relays_of_others_do_not_exist(services: Services, alice: Actor, bob: Actor) -> None:
    made = (await alice.client.post(RELAYS, json=requests_of(services)["listenbrainz"])).json()
    for method, path in (("POST", f"/{made['id']}/test"), ("DELETE", f"/{made['id']}")):
        reply = await bob.client.request(method, f"{RELAYS}{path}")
        assert (reply.status_code, reply.json()["code"]) == (404, "relay_not_found")
    assert (await bob.client.get(RELAYS)).json() == {"items": []}


async def test_credentials_are_tried_sealed_and_never_shown(
    services: Services, alice: Actor, database: Database
) -> None:
    for kind, request in requests_of(services).items():
        made = await alice.client.post(RELAYS, json=request)
        assert made.status_code == 201, made.text
        assert (made.json()["kind"], made.json()["name"]) == (kind, "" if kind == "maloja" else "nina")
        assert "right" not in made.text
        again = await alice.client.post(f"{RELAYS}/{made.json()['id']}/test")
        assert again.status_code == 200
        wrong = {name: "wrong" if value == "right" else value for name, value in request.items()}
        refused = await alice.client.post(RELAYS, json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "relay_refused")
    assert len((await alice.client.get(RELAYS)).json()["items"]) == 3
    async with database.system_transaction() as session:
        boxes = (await session.execute(text("SELECT credentials FROM scrobble_relay"))).scalars().all()
    assert all(b"right" not in box and b'"sk"' not in box for box in boxes)


async def test_a_server_that_only_takes_listens_will_do(
    services: Services, player: Player, alice: Actor, run_job: RunJob
) -> None:
    services.knows_users = False
    made = await alice.client.post(RELAYS, json=requests_of(services)["lastfm"])
    assert (made.status_code, made.json()["name"]) == (201, "")
    await scrobble(player, "One")
    [job] = await jobs_of(alice)
    await run_job(job["id"])
    assert services.listens == [{"artist": "Nina Simone", "track": "One", "at": T0}]


@pytest.mark.parametrize("kind", ["listenbrainz", "lastfm", "maloja"])
async def test_listens_arrive_once_in_batches(
    services: Services, player: Player, alice: Actor, run_job: RunJob, kind: str
) -> None:
    await scrobble(player, "before the relay", at=T0 - 9_000)
    relay = (await alice.client.post(RELAYS, json=requests_of(services)[kind])).json()
    await scrobble(player, *(f"Song {n}" for n in range(120)), submission_client="Elisa")
    await scrobble(player, "One more", at=T0 + 90_000)
    [job] = await jobs_of(alice)
    assert (await alice.client.get(RELAYS)).json()["items"][0]["waiting"] == 121
    await run_job(job["id"])
    [shown] = (await alice.client.get(RELAYS)).json()["items"]
    assert (shown["id"], shown["waiting"], shown["sent"], shown["refused"]) == (relay["id"], 0, 121, 0)
    assert shown["last_sent_at"] is not None
    assert len(services.listens) == 121
    expected = {"listenbrainz": [100, 21], "lastfm": [50, 50, 21], "maloja": []}[kind]
    assert services.batches == expected
    if kind == "listenbrainz":
        first = services.listens[0]
        assert first["listened_at"] == T0
        info = first["track_metadata"]["additional_info"]
        assert (info["submission_client"], info["original_submission_client"]) == ("Musaic", "Elisa")
    # The same again is a duplicate, and goes nowhere.
    await scrobble(player, *(f"Song {n}" for n in range(120)))
    assert len(await jobs_of(alice)) == 1


async def test_a_service_that_is_away_gets_them_later(
    services: Services, player: Player, alice: Actor, run_job: RunJob, database: Database
) -> None:
    await alice.client.post(RELAYS, json=requests_of(services)["listenbrainz"])
    await scrobble(player, "A", "B")
    services.troubles = [503, 429]
    [job] = await jobs_of(alice)
    for _ in range(2):
        await run_job(job["id"])
        [waiting] = await jobs_of(alice)
        assert waiting["state"] == "queued"
        [relay] = (await alice.client.get(RELAYS)).json()["items"]
        assert (relay["waiting"], relay["last_error_code"]) == (2, "relay_unreachable")
        # A scrobble meanwhile joins the waiting job.
        async with database.system_transaction() as session:
            await session.execute(text("UPDATE job SET run_after = now()"))
    await scrobble(player, "C", at=T0 + 5_000)
    assert len(await jobs_of(alice)) == 1
    await run_job(job["id"])
    [relay] = (await alice.client.get(RELAYS)).json()["items"]
    assert (relay["waiting"], relay["sent"], relay["last_error"]) == (0, 3, None)
    assert relay["last_error_code"] is None
    assert len(services.listens) == 3


async def test_lost_credentials_stop_and_a_test_starts_again(
    services: Services, player: Player, alice: Actor, run_job: RunJob
) -> None:
    relay = (await alice.client.post(RELAYS, json=requests_of(services)["listenbrainz"])).json()
    services.token = "other"
    await scrobble(player, "A")
    [job] = await jobs_of(alice)
    await run_job(job["id"])
    [failed] = await jobs_of(alice)
    assert (failed["state"], failed["error_code"]) == ("failed", "relay_refused")
    [shown] = (await alice.client.get(RELAYS)).json()["items"]
    assert shown["last_error_code"] == "relay_refused"
    # Nobody waits for such jobs: they are listed for those who ask.
    assert (await alice.client.get("/api/v1/jobs")).json()["items"] == []
    reply = await alice.client.post(f"{RELAYS}/{relay['id']}/test")
    assert (reply.status_code, reply.json()["code"]) == (422, "relay_refused")
    services.token = "right"
    assert (await alice.client.post(f"{RELAYS}/{relay['id']}/test")).json()["waiting"] == 1
    newest, _ = await jobs_of(alice)
    await run_job(newest["id"])
    assert len(services.listens) == 1
    assert (await alice.client.delete(f"{RELAYS}/{relay['id']}")).status_code == 204
    await scrobble(player, "B", at=T0 + 900)
    assert len(await jobs_of(alice)) == 2


@pytest.mark.parametrize("kind", ["listenbrainz", "lastfm"])
async def test_one_bad_listen_does_not_stop_the_rest(
    services: Services, player: Player, alice: Actor, run_job: RunJob, kind: str
) -> None:
    await alice.client.post(RELAYS, json=requests_of(services)[kind])
    services.refused_titles = {"Bad"}
    await scrobble(player, "A", "Bad", "C")
    [job] = await jobs_of(alice)
    await run_job(job["id"])
    [relay] = (await alice.client.get(RELAYS)).json()["items"]
    assert (relay["waiting"], relay["sent"], relay["refused"]) == (0, 2, 1)


async def test_nothing_goes_in_circles(
    services: Services, player: Player, alice: Actor, run_job: RunJob
) -> None:
    for request in requests_of(services).values():
        await alice.client.post(RELAYS, json=request)
    await scrobble(player, "passed on by us", submission_client="Musaic")
    await scrobble(player, "ours before", at=T0 + 1_000, original_submission_client="musaic")
    assert await jobs_of(alice) == []
    await scrobble(player, "from there", at=T0 + 2_000, music_service="listenbrainz.org")
    assert len(await jobs_of(alice)) == 2
    for job in await jobs_of(alice):
        await run_job(job["id"])
    titles = [each.get("track") or each.get("title") for each in services.listens]
    assert titles == ["from there", "from there"]


@pytest.mark.parametrize(
    "url",
    [
        "http://listenbrainz.example/",
        "https://127.0.0.1/",
        "https://localhost:1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/",
        "https://[::ffff:127.0.0.1]/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://user:secret@127.0.0.1/",
        "https://127.0.0.1:99999/",
    ],
)
async def test_our_own_network_is_out_of_reach(alice: Actor, url: str) -> None:
    for request in (
        {"kind": "listenbrainz", "url": url, "token": "t"},
        {"kind": "maloja", "url": url, "key": "t"},
    ):
        reply = await alice.client.post(RELAYS, json=request)
        assert (reply.status_code, reply.json()["code"]) == (422, "relay_address_refused"), reply.text


async def test_redirects_are_not_followed(services: Services, alice: Actor) -> None:
    request = requests_of(services)["listenbrainz"] | {"url": f"{services.root}/away"}
    reply = await alice.client.post(RELAYS, json=request)
    assert (reply.status_code, reply.json()["code"]) == (502, "relay_unreachable")
    closed = requests_of(services)["maloja"] | {"url": services.root.rsplit(":", 1)[0] + ":9"}
    assert (await alice.client.post(RELAYS, json=closed)).json()["code"] == "relay_address_refused"


async def test_addresses() -> None:
    for public in ("1.1.1.1", "2606:4700:4700::1111"):
        assert is_public(public)
    private = "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.1.1 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1"
    wrapped = "fc00::1 ::ffff:10.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1 no"
    for address in f"{private} {wrapped}".split():
        assert not is_public(address), address
    for url in ("ftp://a.example/", "https://", "https://u@a.example/", "http://a.example/", "https://[/"):
        with pytest.raises(AddressRefusedError):
            Outward().check(url)
    assert Outward(frozenset({"nas"})).check("http://nas:8080/x").hostname == "nas"


async def test_bad_requests(alice: Actor) -> None:
    for bad in (
        {},
        {"kind": "spotify", "token": "x"},
        {"kind": "listenbrainz", "token": ""},
        {"kind": "listenbrainz", "token": "a\r\nb"},
        {"kind": "maloja", "key": "x"},
        {"kind": "maloja", "key": "x", "url": "javascript:x"},
    ):
        assert (await alice.client.post(RELAYS, json=bad)).status_code == 422, bad
