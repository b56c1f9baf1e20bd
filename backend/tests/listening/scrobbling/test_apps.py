"""Connected apps, settings to copy, the song of this moment: what the settings page works with."""

import base64
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.scrobbling import APPS, Player
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
NOBODYS = "00000000-0000-4000-8000-000000000000"
ROUTES = [
    ("GET", "/scrobbling/apps"),
    ("POST", "/scrobbling/apps"),
    ("DELETE", f"/scrobbling/apps/{NOBODYS}"),
    ("GET", "/scrobbling/setup"),
    ("GET", "/scrobbling/approvals?token=x"),
    ("POST", "/scrobbling/approvals"),
    ("GET", "/scrobbling/relays"),
    ("POST", "/scrobbling/relays"),
    ("POST", f"/scrobbling/relays/{NOBODYS}/test"),
    ("DELETE", f"/scrobbling/relays/{NOBODYS}"),
    ("GET", "/listening/now-playing"),
    ("GET", "/listening/events"),
]


async def test_strangers_get_401(anonymous: httpx.AsyncClient) -> None:
    for method, path in ROUTES:
        reply = await anonymous.request(method, f"/api/v1{path}")
        assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated"), path


async def test_an_app_password_is_no_access_token(player: Player) -> None:
    for scheme in ("Token", "Bearer"):
        headers = {"Authorization": f"{scheme} {player.password}"}
        assert (await player.client.get("/api/v1/me", headers=headers)).status_code == 401


async def test_apps_of_others_do_not_exist(player: Player, bob: Actor) -> None:
    for app_id in (player.app_id, NOBODYS):
        reply = await bob.client.delete(f"{APPS}/{app_id}")
        assert (reply.status_code, reply.json()["code"]) == (404, "scrobble_app_not_found")
    assert (await bob.client.get(APPS)).json() == {"items": []}
    assert (await player.client.get("/1/validate-token")).json()["valid"] is True


async def test_an_app_from_its_making_to_its_end(alice: Actor, player: Player, database: Database) -> None:
    [listed] = (await alice.client.get(APPS)).json()["items"]
    assert (listed["id"], listed["name"], listed["last_used_at"]) == (player.app_id, "Phone", None)
    assert player.password not in str(listed)
    await player.client.post(
        "/1/submit-listens",
        json={
            "listen_type": "single",
            "payload": [
                {"listened_at": 1_700_000_000, "track_metadata": {"artist_name": "A", "track_name": "B"}}
            ],
        },
        headers={"User-Agent": "Elisa/1.0"},
    )
    [listed] = (await alice.client.get(APPS)).json()["items"]
    assert listed["last_client"] == "Elisa/1.0"
    assert listed["last_used_at"] is not None
    second = (await alice.client.post(APPS, json={"name": "  Desk  "})).json()
    assert (second["app"]["name"], second["user_name"]) == ("Desk", player.name)
    assert [each["name"] for each in (await alice.client.get(APPS)).json()["items"]] == ["Desk", "Phone"]
    for bad in ({}, {"name": ""}, {"name": " "}, {"name": "a\nb"}, {"name": "x" * 101}, {"name": 1}):
        assert (await alice.client.post(APPS, json=bad)).status_code == 422
    assert (await alice.client.delete(f"{APPS}/{player.app_id}")).status_code == 204
    assert (await player.client.get("/1/validate-token")).json()["valid"] is False
    assert (await alice.client.delete(f"{APPS}/{player.app_id}")).status_code == 404
    async with database.system_transaction() as session:
        row = (await session.execute(text("SELECT * FROM scrobble_app"))).mappings().one()
    stored = " ".join(value.hex() if isinstance(value, bytes) else str(value) for value in row.values())
    assert second["password"] not in stored
    assert second["password"].encode().hex() not in stored


async def test_names_are_given_once(alice: Actor, bob: Actor, database: Database) -> None:
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE user_account SET display_name = 'Ása Þórs  Dóttir'"))
    first = (await alice.client.get("/api/v1/scrobbling/setup")).json()["user_name"]
    second = (await bob.client.get("/api/v1/scrobbling/setup")).json()["user_name"]
    assert (first, second) == ("asa-ors-dottir", "asa-ors-dottir-2")
    assert (await alice.client.get("/api/v1/scrobbling/setup")).json()["user_name"] == first


async def test_settings_to_copy(alice: Actor) -> None:
    setup = (await alice.client.get("/api/v1/scrobbling/setup")).json()
    assert setup["endpoints"] == {
        "listenbrainz": "http://127.0.0.1:8000/1/",
        "lastfm": "http://127.0.0.1:8000/2.0/",
        "audioscrobbler": "http://127.0.0.1:8000/",
    }
    clients = {each["id"]: each for each in setup["clients"]}
    assert {
        "web-scrobbler",
        "pano-scrobbler",
        "navidrome",
        "multi-scrobbler",
        "jellyfin",
        "mpdscribble",
        "pylast",
        "beets",
    } <= clients.keys()
    assert clients["web-scrobbler"]["settings"][0]["value"] == "http://127.0.0.1:8000/1/submit-listens"
    assert all(any(field["secret"] for field in each["settings"]) for each in clients.values())


async def test_basic_authentication_is_not_a_token(player: Player) -> None:
    basic = base64.b64encode(f"{player.name}:{player.password}".encode()).decode()
    reply = await player.client.get("/1/validate-token", headers={"Authorization": f"Basic {basic}"})
    assert reply.json()["valid"] is False
    unknown = await player.client.get("/1/validate-token", headers={"Authorization": f"Token {uuid4()}"})
    assert unknown.json()["valid"] is False
