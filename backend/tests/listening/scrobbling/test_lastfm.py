"""The Last.fm 2.0 API as raw requests: sessions, signatures, batches, both formats, every error."""

import hashlib
import time
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from fastapi import FastAPI

from fixtures.api import Actor, client_of
from fixtures.scrobbling import Player

pytestmark = pytest.mark.asyncio

T0 = 1_700_000_000
WRITES = ("track.scrobble", "track.updateNowPlaying", "track.love", "track.unlove")
READS = (
    "user.getInfo",
    "user.getRecentTracks",
    "user.getTrackScrobbles",
    "user.getTopArtists",
    "user.getTopAlbums",
    "user.getTopTracks",
    "user.getLovedTracks",
    "library.getArtists",
    "artist.getInfo",
    "album.getInfo",
    "track.getInfo",
)


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def signed(parameters: dict[str, str], secret: str) -> dict[str, str]:
    text = "".join(name + parameters[name] for name in sorted(parameters))
    return parameters | {"api_sig": md5(text + secret), "format": "json"}


async def call(client: httpx.AsyncClient, method: str, **parameters: object) -> Any:
    form = {"method": method, "format": "json"} | {name: str(value) for name, value in parameters.items()}
    reply = await client.post("/2.0/", data=form)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def log_in(player: Player, **parameters: str) -> str:
    given = {"username": player.name, "password": player.password, "api_key": "any"} | parameters
    session = (await call(player.client, "auth.getMobileSession", **given))["session"]
    assert (session["name"], session["subscriber"]) == (player.name, "0")
    return str(session["key"])


async def test_strangers_are_told_to_log_in(anonymous: httpx.AsyncClient) -> None:
    for method in (*WRITES, *READS, "auth.getSessionInfo"):
        assert (await call(anonymous, method))["error"] == 17, method
        assert (await call(anonymous, method, sk="0" * 32))["error"] == 9, method
        assert (await call(anonymous, method.upper(), sk="\0"))["error"] == 9, method


async def test_mobile_sessions(player: Player, strange_player: Player, alice: Actor) -> None:
    digest = md5(player.password)
    token = md5(player.name + digest)
    for given in (
        {"password": player.password},
        {"password": "", "authToken": token},
        {"password": "", "authToken": token.upper()},
        {"username": player.name.upper()},
    ):
        key = await log_in(player, **given)
        assert (await call(player.client, "user.getInfo", sk=key))["user"]["name"] == player.name
    info = await call(player.client, "auth.getSessionInfo", sk=key)
    assert info["application"]["session"]["key"] == key
    for wrong in (
        {"password": "wrong"},
        {"username": strange_player.name},
        {"username": "nobody"},
        {"username": "\0"},
        {"password": "", "authToken": "0" * 32},
    ):
        given = {"username": player.name, "password": player.password, "api_key": "any"} | wrong
        reply = await call(player.client, "auth.getMobileSession", **given)
        assert reply["error"] in {4, 6}, wrong
    reply = await player.client.get("/2.0/?method=auth.getMobileSession&username=a&password=b&format=json")
    assert reply.json()["error"] == 6
    # Revoking the app ends its sessions at once.
    await alice.client.delete(f"/api/v1/scrobbling/apps/{player.app_id}")
    assert (await call(player.client, "user.getInfo", sk=key))["error"] == 9


async def test_the_account_password_opens_nothing(player: Player) -> None:
    reply = await call(
        player.client, "auth.getMobileSession", username=player.name, password="unusable", api_key="any"
    )
    assert reply["error"] == 4


async def test_signatures_are_checked_for_our_own_keys(player: Player) -> None:
    parameters = {
        "method": "auth.getMobileSession",
        "username": player.name,
        "password": player.password,
        "api_key": player.api_key,
    }

    async def post(form: dict[str, str]) -> Any:
        return (await player.client.post("/2.0", data=form)).json()

    good = await post(signed(parameters, player.api_secret))
    key = good["session"]["key"]
    assert (await post(signed(parameters, "wrong")))["error"] == 13
    assert (await post(parameters | {"format": "json"}))["error"] == 13
    love = {"method": "track.love", "artist": "A", "track": "B", "sk": key, "api_key": player.api_key}
    assert await post(signed(love, player.api_secret)) == {}
    assert (await post(love | {"format": "json"}))["error"] == 13
    # Part of the parameters may stand in the query: the signature covers both.
    form = signed(parameters, player.api_secret)
    name = form.pop("username")
    reply = await player.client.post(f"/2.0/?username={name}", data=form)
    assert "session" in reply.json()


async def test_token_sessions(app: FastAPI, player: Player, alice: Actor, bob: Actor) -> None:
    client = player.client
    token = (await call(client, "auth.getToken", api_key="0" * 32))["token"]
    assert (await call(client, "auth.getSession", api_key="0" * 32, token=token))["error"] == 14
    async with client_of(app) as browser:
        page = await browser.get(f"/api/auth/?api_key=x&token={token}")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src 'sha256-" in page.headers["content-security-policy"]
        for method in ("GET", "POST"):
            path = f"/api/v1/scrobbling/approvals?token={token}"
            assert (await browser.request(method, path)).status_code == 401
    asked = (await alice.client.get(f"/api/v1/scrobbling/approvals?token={token}")).json()
    assert asked["api_key"] == "0" * 32
    assert asked["user_name"] == player.name
    answer = {"token": token, "allow": True}
    assert (await alice.client.post("/api/v1/scrobbling/approvals", json=answer)).status_code == 204
    late = await bob.client.post("/api/v1/scrobbling/approvals", json=answer)
    assert (late.status_code, late.json()["code"]) == (404, "approval_not_found")
    session = (await call(client, "auth.getSession", api_key="0" * 32, token=token))["session"]
    assert session["name"] == player.name
    assert (await call(client, "auth.getSession", api_key="0" * 32, token=token))["error"] == 4
    assert (await call(client, "user.getInfo", sk=session["key"]))["user"]["name"] == player.name
    apps = (await alice.client.get("/api/v1/scrobbling/apps")).json()["items"]
    assert [each["has_password"] for each in apps] == [False, True]
    refused = (await call(client, "auth.getToken", api_key="0" * 32))["token"]
    no = {"token": refused, "allow": False}
    assert (await alice.client.post("/api/v1/scrobbling/approvals", json=no)).status_code == 204
    assert (await call(client, "auth.getSession", api_key="0" * 32, token=refused))["error"] == 4


async def test_scrobbles_of_fifty(player: Player, alice: Actor) -> None:
    key = await log_in(player)
    batch: dict[str, object] = {}
    for n in range(50):
        batch |= {
            f"artist[{n}]": "Björk & Co",
            f"track[{n}]": f"Song <{n}>",
            f"timestamp[{n}]": T0 + 300 * n,
            f"album[{n}]": "Homogenic",
            f"duration[{n}]": 240,
            f"streamID[{n}]": "",
        }
    for _ in range(2):
        reply = (await call(player.client, "TRACK.Scrobble", sk=key, **batch))["scrobbles"]
        assert (reply["accepted"], reply["ignored"]) == ("50", "0")
        assert reply["@attr"] == {"accepted": "50", "ignored": "0"}
        assert len(reply["scrobble"]) == 50
    summary = (await alice.client.get("/api/v1/listening/summary")).json()
    assert (summary["plays"], summary["ms_played"]) == (50, 50 * 240_000)
    more = batch | {"artist[50]": "A", "track[50]": "B", "timestamp[50]": T0}
    assert (await call(player.client, "track.scrobble", sk=key, **more))["error"] == 6


async def test_scrobbles_that_cannot_be(player: Player) -> None:
    key = await log_in(player)
    for code, parameters in (
        ("1", {"artist": " ", "track": "B", "timestamp": T0}),
        ("2", {"artist": "A", "track": "x" * 3000, "timestamp": T0}),
        ("3", {"artist": "A", "track": "B", "timestamp": 5}),
        ("4", {"artist": "A", "track": "B", "timestamp": int(time.time()) + 10_000}),
        ("0", {"artist": "A", "track": "B", "timestamp": T0, "mbid": "no", "duration": "long", "album": " "}),
    ):
        reply = (await call(player.client, "track.scrobble", sk=key, **parameters))["scrobbles"]
        assert reply["scrobble"]["ignoredMessage"]["code"] == code
        assert reply["accepted"] == ("1" if code == "0" else "0")
    for bad in ({"artist": "A"}, {"artist": "A", "track": "B", "timestamp": "now"}, {}):
        assert (await call(player.client, "track.scrobble", sk=key, **bad))["error"] == 6
    get = await player.client.get(f"/2.0/?method=track.scrobble&sk={key}&format=json")
    assert get.json()["error"] == 6


async def test_xml_is_the_default(player: Player) -> None:
    key = await log_in(player)
    form = {
        "method": "track.scrobble",
        "sk": key,
        "artist[0]": "A<&>\x01\"'",
        "track[0]": "B",
        "timestamp[0]": "1700000000",
    }
    for path in ("/2.0/", "/2.0", "/apis/audioscrobbler/2.0/", "//2.0//"):
        reply = await player.client.post(f"http://127.0.0.1:8000{path}", data=form)
        assert reply.headers["content-type"] == "text/xml; charset=utf-8"
        root = ET.fromstring(reply.text)
        assert root.attrib == {"status": "ok"}
        scrobble = root.find("scrobbles/scrobble")
        assert scrobble is not None
        assert scrobble.findtext("artist") == "A<&>\"'"
        track = scrobble.find("track")
        assert track is not None
        assert track.attrib == {"corrected": "0"}
    failed = ET.fromstring((await player.client.post("/2.0/", data={"method": "no.such"})).text)
    error = failed.find("error")
    assert error is not None
    assert (failed.attrib["status"], error.attrib["code"]) == ("failed", "3")


async def test_reading_what_was_heard(player: Player, alice: Actor) -> None:
    key = await log_in(player)
    client = player.client
    assert (await call(client, "user.getRecentTracks", sk=key))["recenttracks"]["track"] == []
    now = int(time.time())
    for n in range(5):
        await call(
            client,
            "track.scrobble",
            sk=key,
            artist="Nina Simone",
            track=f"Song {n % 2}",
            timestamp=now - 1000 * n,
            album="Live",
            duration=100,
        )
    await call(client, "track.scrobble", sk=key, artist="C++", track="A+B", timestamp=T0)
    await call(client, "track.updateNowPlaying", sk=key, artist="X", track="Y", duration=100)
    recent = (await call(client, "user.getRecentTracks", sk=key, user=player.name, limit=2))["recenttracks"]
    assert recent["@attr"] == {
        "user": player.name,
        "page": "1",
        "perPage": "2",
        "totalPages": "3",
        "total": "6",
    }
    assert [each["name"] for each in recent["track"]] == ["Y", "Song 0", "Song 1"]
    assert recent["track"][0]["@attr"] == {"nowplaying": "true"}
    assert recent["track"][1]["date"]["uts"] == str(now)
    assert recent["track"][1]["artist"] == {"mbid": "", "#text": "Nina Simone"}
    last = (await call(client, "user.getRecentTracks", sk=key, limit=4, page=2))["recenttracks"]["track"]
    assert [each["name"] for each in last] == ["Song 0", "A+B"]
    window = {"from": T0, "to": T0 + 1}
    assert len((await call(client, "user.getRecentTracks", sk=key, **window))["recenttracks"]["track"]) == 1
    await call(client, "track.love", sk=key, artist="Nina Simone", track="Song 1")
    extended = (await call(client, "user.getRecentTracks", sk=key, extended=1))["recenttracks"]["track"]
    assert [each["loved"] for each in extended[1:4]] == ["0", "1", "0"]
    loved = (await call(client, "user.getLovedTracks", sk=key))["lovedtracks"]
    assert [(each["name"], each["artist"]["name"]) for each in loved["track"]] == [("Song 1", "Nina Simone")]
    user = (await call(client, "user.getInfo", sk=key))["user"]
    assert (user["playcount"], user["artist_count"], user["album_count"]) == ("6", "2", "1")
    assert int(user["registered"]["unixtime"]) <= now + 5
    for period, count in (("overall", 2), ("7day", 1), ("12month", 1), ("nonsense", 2)):
        top = (await call(client, "user.getTopArtists", sk=key, period=period))["topartists"]
        assert len(top["artist"]) == count
        assert (top["artist"][0]["name"], top["artist"][0]["playcount"]) == ("Nina Simone", "5")
    albums = (await call(client, "user.getTopAlbums", sk=key))["topalbums"]["album"]
    assert [(each["name"], each["artist"]["name"], each["playcount"]) for each in albums] == [
        ("Live", "Nina Simone", "5")
    ]
    tracks = (await call(client, "user.getTopTracks", sk=key, limit="None"))["toptracks"]["track"]
    assert [each["playcount"] for each in tracks] == ["3", "2", "1"]
    scrobbles = (await call(client, "user.getTrackScrobbles", sk=key, artist="nina simone", track="song 0"))[
        "trackscrobbles"
    ]
    assert scrobbles["total"] == "3"
    assert len((await call(client, "library.getArtists", sk=key))["artists"]["artist"]) == 2
    artist = (await call(client, "artist.getInfo", sk=key, artist="NINA SIMONE"))["artist"]
    assert (artist["name"], artist["stats"]["userplaycount"]) == ("Nina Simone", "5")
    track = (await call(client, "track.getInfo", sk=key, artist="Nina Simone", track="Song 1"))["track"]
    assert (track["userplaycount"], track["userloved"], track["duration"]) == ("2", "1", "100000")
    album = (await call(client, "album.getInfo", sk=key, artist="Nina Simone", album="live"))["album"]
    assert album["userplaycount"] == "5"
    # Some clients encode a plus once too often.
    plus = (await call(client, "track.getInfo", sk=key, artist="C%2B%2B", track="A%2BB"))["track"]
    assert plus["name"] == "A+B"
    await call(client, "track.unlove", sk=key, artist="Nina Simone", track="Song 1")
    assert (await call(client, "user.getLovedTracks", sk=key))["lovedtracks"]["track"] == []
    assert (await call(client, "artist.getInfo", sk=key, artist="Nobody"))["error"] == 6
    assert (await call(client, "artist.getInfo", sk=key))["error"] == 6


async def test_others_cannot_be_read(player: Player, strange_player: Player) -> None:
    key = await log_in(player)
    for method in READS:
        for name in (strange_player.name, "nobody"):
            reply = await call(player.client, method, sk=key, user=name, artist="A", track="B", album="C")
            assert reply == {"error": 6, "message": "User not found."}, method


async def test_troubles_have_their_codes(player: Player, alice: Actor) -> None:
    assert (await call(player.client, ""))["error"] == 6
    assert (await player.client.post("/2.0/x?format=json&method=user.getInfo")).json()["error"] == 3
    large = await player.client.post("/2.0/?format=json", content=b"a=" + b"x" * 2_000_000)
    assert (large.status_code, large.json()["error"]) == (413, 6)
    many = await player.client.post("/2.0/?format=json", content=b"&".join(b"a%d=" % n for n in range(3000)))
    assert many.json()["error"] == 6
    assert (await player.client.delete("/2.0/")).status_code == 405
