"""The ListenBrainz API: every call, every rule, every quirk that clients rely on."""

import time
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from fixtures.api import Actor, client_of
from fixtures.scrobbling import Player

pytestmark = pytest.mark.asyncio

CALLS = [
    ("POST", "/1/submit-listens"),
    ("POST", "/1/delete-listen"),
    ("POST", "/1/playing-now/delete"),
    ("GET", "/1/latest-import"),
    ("POST", "/1/latest-import"),
    ("GET", "/1/user/x/listens"),
    ("GET", "/1/user/x/listen-count"),
    ("GET", "/1/user/x/playing-now"),
    ("POST", "/1/feedback/recording-feedback"),
    ("GET", "/1/feedback/user/x/get-feedback"),
    ("GET", "/1/stats/user/x/artists"),
    ("GET", "/1/stats/user/x/releases"),
    ("GET", "/1/stats/user/x/release-groups"),
    ("GET", "/1/stats/user/x/recordings"),
    ("GET", "/1/stats/user/x/listening-activity"),
]
RATE = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset-in", "x-ratelimit-reset")
T0 = 1_700_000_000
LONE_SURROGATE = (
    b'{"listen_type":"single","payload":[{"listened_at":1700000000,"track_metadata":'
    b'{"artist_name":"\\ud800","track_name":"B"}}]}'
)


def listen(
    at: object = T0, artist: object = "Nina Simone", title: object = "Sinnerman", **more: Any
) -> dict[str, Any]:
    metadata = {"artist_name": artist, "track_name": title} | more
    return {"listened_at": at, "track_metadata": metadata}


async def send(
    player: Player, *listens: dict[str, Any], kind: str = "import", query: str = ""
) -> httpx.Response:
    document = {"listen_type": kind, "payload": list(listens)}
    return await player.client.post(f"/1/submit-listens{query}", json=document)


async def stored(player: Player, query: str = "") -> list[dict[str, Any]]:
    reply = await player.client.get(f"/1/user/{player.name}/listens{query}")
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["payload"]["listens"]
    return found


async def test_strangers_get_401(anonymous: httpx.AsyncClient) -> None:
    for method, path in CALLS:
        reply = await anonymous.request(method, path)
        assert reply.status_code == 401, path
        assert reply.json() == {"code": 401, "error": "You need to provide an Authorization header."}
        assert all(reply.headers[name].isdigit() for name in RATE)
        reply = await anonymous.request(method, path, headers={"Authorization": f"Token {uuid4()}"})
        assert (reply.status_code, reply.json()["error"]) == (401, "Invalid authorization token."), path


async def test_others_are_as_unknown_as_nobody(player: Player, strange_player: Player) -> None:
    for method, path in CALLS:
        for name in (strange_player.name, "nobody") if "/user/x/" in path else ():
            reply = await player.client.request(method, path.replace("/x/", f"/{name}/"))
            assert (reply.status_code, reply.json()["code"]) == (404, 404), path


async def test_validate_token(app: FastAPI, player: Player) -> None:
    for scheme in ("Token", "token", "Bearer", "anything"):
        await _validate(app, player, scheme)


async def _validate(app: FastAPI, player: Player, scheme: str) -> None:
    async with client_of(app) as client:
        headers = {"Authorization": f"{scheme} {player.password}"}
        valid = {"code": 200, "message": "Token valid.", "valid": True, "user_name": player.name}
        assert (await client.get("/1/validate-token", headers=headers)).json() == valid
        assert (await client.get(f"/1/validate-token?token={player.password}")).json() == valid
        wrong = await client.get("/1/validate-token", headers={"Authorization": f"{scheme} {uuid4()}"})
        assert (wrong.status_code, wrong.json()) == (
            200,
            {"code": 200, "message": "Token invalid.", "valid": False},
        )
        assert (await client.get("/1/validate-token")).status_code == 400


async def test_every_address_takes_listens(player: Player) -> None:
    addresses = (
        "/1/submit-listens",
        "/1/submit-listens/",
        "//1//submit-listens",
        "/1//submit-listens//",
        "/apis/listenbrainz/1/submit-listens",
        "/apis/listenbrainz//1/submit-listens/",
    )
    for number, path in enumerate(addresses):
        body = b'{"listen_type":"single","payload":[{"listened_at":%d,"track_metadata":' % (T0 + number)
        body += b'{"artist_name":"A","track_name":"B"}}]}'
        # liblistenbrainz names no content type at all.
        reply = await player.client.request("POST", f"http://127.0.0.1:8000{path}", content=body)
        assert (reply.status_code, reply.json()) == (200, {"status": "ok"}), path
    assert len(await stored(player)) == len(addresses)


async def test_browsers_of_any_origin_may_ask(player: Player, alice: Actor) -> None:
    headers = {"Origin": "https://player.example", "Access-Control-Request-Method": "POST"}
    preflight = await player.client.options("/1/submit-listens", headers=headers)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "Authorization" in preflight.headers["access-control-allow-headers"]
    reply = await player.client.get("/1/validate-token", headers=headers)
    assert reply.headers["access-control-allow-origin"] == "*"
    own = await alice.client.get("/api/v1/me", headers=headers)
    assert "access-control-allow-origin" not in own.headers


async def test_a_listen_is_in_every_chart_at_once_and_only_once(player: Player, alice: Actor) -> None:
    await alice.client.get("/api/v1/listening/summary")
    info = {"duration_ms": 614_000, "media_player": "Elisa", "own": {"kept": [1, None]}, "artist_mbids": [""]}
    first = listen(release_name="Pastel Blues", additional_info=info)
    for _ in range(3):
        assert (await send(player, first, kind="single")).json() == {"status": "ok"}
        summary = (await alice.client.get("/api/v1/listening/summary")).json()
        assert (summary["plays"], summary["ms_played"], summary["albums"]) == (1, 614_000, 1)
    [top] = (await alice.client.get("/api/v1/listening/top-items?entity=track")).json()["items"]
    assert (top["name"], top["artist"], top["plays"]) == ("Sinnerman", "Nina Simone", 1)
    # Another song at the same second is another listen.
    await send(player, listen(title="Feeling Good"), kind="single")
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 2
    [other, back] = sorted(await stored(player), key=lambda each: each["track_metadata"]["track_name"])
    assert other["listened_at"] == back["listened_at"] == T0
    kept = back["track_metadata"]
    assert (kept["artist_name"], kept["track_name"], kept["release_name"]) == (
        "Nina Simone",
        "Sinnerman",
        "Pastel Blues",
    )
    assert kept["additional_info"]["own"] == {"kept": [1, None]}
    assert kept["additional_info"]["artist_mbids"] == []
    assert kept["additional_info"]["recording_msid"] == back["recording_msid"]
    assert back["user_name"] == player.name


BAD: list[tuple[str, Any]] = [
    ("no object", []),
    ("no type", {"payload": [listen()]}),
    ("wrong type", {"listen_type": "live", "payload": [listen()]}),
    ("type is no text", {"listen_type": ["single"], "payload": [listen()]}),
    ("no payload", {"listen_type": "import"}),
    ("payload is an object", {"listen_type": "import", "payload": {}}),
    ("empty payload", {"listen_type": "import", "payload": []}),
    ("two singles", {"listen_type": "single", "payload": [listen(), listen(T0 + 1)]}),
    ("too many", {"listen_type": "import", "payload": [listen(T0 + n) for n in range(1001)]}),
    ("too large", {"listen_type": "single", "payload": [listen(additional_info={"x": "y" * 10_300})]}),
    ("no time", {"listen_type": "single", "payload": [{"track_metadata": listen()["track_metadata"]}]}),
    ("further key", {"listen_type": "single", "payload": [listen() | {"inserted_at": 1}]}),
    ("listen is text", {"listen_type": "single", "payload": ["x"]}),
    ("time in now playing", {"listen_type": "playing_now", "payload": [listen()]}),
] + [
    (name, {"listen_type": "single", "payload": [bad]})
    for name, bad in [
        ("time is text", listen("soon")),
        ("time is true", listen(at=True)),
        ("too early", listen(1_033_410_599)),
        ("too late", listen(int(time.time()) + 7_200)),
        ("far too late", listen(1e300)),
        ("no metadata", {"listened_at": T0, "track_metadata": None}),
        ("no artist", listen(artist=None)),
        ("empty artist", listen(artist=" ")),
        ("artist is a number", listen(artist=7)),
        ("empty title", listen(title="")),
        ("title too long", listen(title="é" * 1500)),
        ("album is a list", listen(release_name=[])),
        ("info is a list", listen(additional_info=[])),
        ("tags are text", listen(additional_info={"tags": "a"})),
        ("too many tags", listen(additional_info={"tags": ["a"] * 51})),
        ("tag too long", listen(additional_info={"tags": ["a" * 65]})),
        ("two durations", listen(additional_info={"duration": 1, "duration_ms": 1000})),
        ("negative duration", listen(additional_info={"duration": -1})),
        ("no duration", listen(additional_info={"duration": 0})),
        ("25 days", listen(additional_info={"duration": 25 * 86_400})),
        ("duration is text", listen(additional_info={"duration_ms": "long"})),
        ("bad mbid", listen(additional_info={"recording_mbid": "x"})),
        ("mbid is a number", listen(additional_info={"release_mbid": 5})),
        ("bad mbids", listen(additional_info={"artist_mbids": ["x"]})),
        ("mbids are text", listen(additional_info={"work_mbids": "x"})),
        ("nul in a name", listen(title="a\0b")),
        ("nul anywhere", listen(additional_info={"k": [{"deep\0": 1}]})),
    ]
]


async def test_what_breaks_a_rule_is_refused(player: Player) -> None:
    for name, document in BAD:
        reply = await player.client.post("/1/submit-listens", json=document)
        assert (reply.status_code, reply.json()["code"]) == (400, 400), name
        assert reply.json()["error"], name
    assert await stored(player) == []


async def test_what_is_no_json_is_refused(player: Player) -> None:
    for body in (
        b"",
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"listen_type":"single","payload":[{"listened_at":NaN}]}',
        b"[" * 100_000,
        LONE_SURROGATE,
    ):
        reply = await player.client.post("/1/submit-listens", content=body)
        assert (reply.status_code, reply.json()["code"]) == (400, 400), body[:80]


async def test_what_keeps_the_rules_is_taken(player: Player) -> None:
    fine: list[Any] = [
        {"duration": "183"},
        {"duration_ms": "183000", "duration_played": 150},
        {"duration_ms": 183_000.0, "tags": ["a" * 64] * 50},
        {"recording_mbid": "", "release_mbid": None, "artist_mbids": [], "work_mbids": None},
        {"recording_mbid": "8F3471B5-7E6A-48DA-86A9-C1C07A0F47AE", "isrc": "USABC1234567"},
        {"tracknumber": "3/12", "spotify_id": "x", "anything": {"else": [None, 1.5, "x"]}},
        None,
    ]
    for number, info in enumerate(fine):
        reply = await send(player, listen(str(T0 + number), additional_info=info), kind="single")
        assert reply.status_code == 200, reply.text
    assert len(await stored(player)) == len(fine)


async def test_a_thousand_at_once(player: Player, alice: Actor) -> None:
    many = [listen(T0 + 200 * n, f"Artist {n % 30}", f"Title {n % 300}") for n in range(1000)]
    assert (await send(player, *many)).status_code == 200
    assert (await send(player, *many[500:])).status_code == 200
    summary = (await alice.client.get("/api/v1/listening/summary")).json()
    assert (summary["plays"], summary["tracks"], summary["artists"]) == (1000, 300, 30)
    reply = await player.client.get(f"/1/user/{player.name}/listen-count")
    assert reply.json() == {"payload": {"count": 1000}}


async def test_listens_are_read_in_pages(player: Player) -> None:
    await send(player, *(listen(T0 + n, title=f"Song {n}") for n in range(30)))
    stamps = [each["listened_at"] for each in await stored(player)]
    assert stamps == list(range(T0 + 29, T0 + 4, -1))
    older = [each["listened_at"] for each in await stored(player, f"?max_ts={T0 + 5}&count=1000")]
    assert older == list(range(T0 + 4, T0 - 1, -1))
    newer = [each["listened_at"] for each in await stored(player, f"?min_ts={T0}&count=3")]
    assert newer == [T0 + 3, T0 + 2, T0 + 1]
    both = [each["listened_at"] for each in await stored(player, f"?min_ts={T0}&max_ts={T0 + 3}")]
    assert both == [T0 + 2, T0 + 1]
    payload = (await player.client.get(f"/1/user/{player.name}/listens?count=2000")).json()["payload"]
    assert (payload["count"], payload["user_id"]) == (30, player.name)
    assert (payload["oldest_listen_ts"], payload["latest_listen_ts"]) == (T0, T0 + 29)
    for query in ("?min_ts=5&max_ts=5", "?count=x", "?count=0", "?max_ts=-1"):
        reply = await player.client.get(f"/1/user/{player.name}/listens{query}")
        assert reply.status_code == 400, query
    assert await stored(player, f"?max_ts={10**15}&count=1") != []


async def test_delete_listen(player: Player, strange_player: Player, alice: Actor) -> None:
    await send(player, listen(), listen(title="Feeling Good"), listen(T0 + 300))
    victim = next(
        each for each in await stored(player) if each["track_metadata"]["track_name"] == "Feeling Good"
    )
    document = {name: victim[name] for name in ("listened_at", "recording_msid")}
    assert (await strange_player.client.post("/1/delete-listen", json=document)).status_code == 200
    assert len(await stored(player)) == 3
    assert (await player.client.post("/1/delete-listen", json=document)).json() == {"status": "ok"}
    titles = {each["track_metadata"]["track_name"] for each in await stored(player)}
    assert titles == {"Sinnerman"}
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 2
    for bad in ({}, {"listened_at": T0}, document | {"recording_msid": "x"}, document | {"listened_at": "x"}):
        assert (await player.client.post("/1/delete-listen", json=bad)).status_code == 400


async def test_what_plays_now(player: Player, alice: Actor) -> None:
    path = f"/1/user/{player.name}/playing-now"
    empty = {"payload": {"count": 0, "user_id": player.name, "playing_now": True, "listens": []}}
    assert (await player.client.get(path)).json() == empty
    song = {"track_metadata": listen(additional_info={"media_player": "Elisa"})["track_metadata"]}
    reply = await send(player, song, kind="playing_now", query="?return_msid=true")
    assert reply.json()["status"] == "ok"
    assert len(reply.json()["recording_msid"]) == 36
    [found] = (await player.client.get(path)).json()["payload"]["listens"]
    assert "listened_at" not in found
    assert (found["playing_now"], found["track_metadata"]["track_name"]) == (True, "Sinnerman")
    app = (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"]
    assert (app["title"], app["artist"], app["client"]) == ("Sinnerman", "Nina Simone", "Elisa")
    assert (app["track_id"], app["artist_id"], app["album_id"]) == (None, None, None)
    other = await player.client.post("/1/playing-now/delete", json={"client": "Other"})
    assert other.status_code == 404
    done = await player.client.post("/1/playing-now/delete")
    assert (done.status_code, done.json()["status"]) == (200, "ok")
    assert (await player.client.get(path)).json() == empty
    # The finished song clears itself, another one does not.
    await send(player, song, kind="playing_now")
    await send(player, listen(T0, title="Other"), kind="single")
    assert (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"] is not None
    await send(player, listen(T0 + 1, "NINA  simone"), kind="single")
    assert (await alice.client.get("/api/v1/listening/now-playing")).json() == {"playing": None}
    assert len(await stored(player)) == 2
    # What was listened to before has a page of its own.
    await send(player, song, kind="playing_now")
    app = (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"]
    page = await alice.client.get(f"/api/v1/listening/tracks/{app['track_id']}")
    assert page.json()["name"] == "Sinnerman"
    assert app["artist_id"] is not None


async def test_latest_import_only_moves_forward(player: Player) -> None:
    async def latest(query: str = "") -> int:
        return int((await player.client.get(f"/1/latest-import{query}")).json()["latest_import"])

    assert await latest() == 0
    for moment, then in ((100, 100), (50, 100), (200, 200)):
        assert (await player.client.post("/1/latest-import", json={"ts": moment})).json() == {"status": "ok"}
        assert await latest() == then
    await player.client.post("/1/latest-import", json={"ts": 7, "service": "librefm"})
    assert (await latest(f"?user_name={player.name}&service=librefm"), await latest()) == (7, 200)
    assert (await player.client.get("/1/latest-import?user_name=nobody")).status_code == 404
    for bad in ({}, {"ts": "x"}, {"ts": True}, {"ts": -1}, {"ts": 1, "service": 5}, []):
        assert (await player.client.post("/1/latest-import", json=bad)).status_code == 400


async def test_feedback(player: Player, strange_player: Player) -> None:
    await send(player, listen(release_name="Pastel Blues"))
    [one] = await stored(player)
    path = f"/1/feedback/user/{player.name}/get-feedback"

    async def say(**document: object) -> int:
        return (await player.client.post("/1/feedback/recording-feedback", json=document)).status_code

    mbid = str(uuid4())
    assert await say(recording_msid=one["recording_msid"], score=1) == 200
    assert await say(recording_mbid=mbid, score=-1) == 200
    found = (await player.client.get(f"{path}?metadata=true")).json()
    assert (found["count"], found["total_count"], found["offset"]) == (2, 2, 0)
    assert found["feedback"][1]["track_metadata"] == {
        "artist_name": "Nina Simone",
        "track_name": "Sinnerman",
        "release_name": "Pastel Blues",
    }
    loved = (await player.client.get(f"{path}?score=1")).json()["feedback"]
    assert [each["recording_msid"] for each in loved] == [one["recording_msid"]]
    assert await say(recording_msid=one["recording_msid"], score=-1) == 200
    assert (await player.client.get(f"{path}?score=1")).json()["total_count"] == 0
    assert await say(recording_msid=one["recording_msid"], score=0) == 200
    assert await say(recording_mbid=mbid, score=0) == 200
    assert (await player.client.get(path)).json()["feedback"] == []
    for bad in (
        {"score": 1},
        {"recording_msid": "x", "score": 1},
        {"recording_msid": mbid, "score": 2},
        {"recording_msid": mbid, "score": True},
        {"recording_msid": mbid, "score": 1, "more": 1},
        {"recording_msid": mbid},
    ):
        assert await say(**bad) == 400, bad
    assert (await player.client.get(f"{path}?score=5")).status_code == 400


async def test_statistics_are_those_of_the_charts(player: Player) -> None:
    now = int(time.time())
    many = [listen(now - 60 * n, "Nina Simone", f"Song {n % 3}", release_name="Live") for n in range(9)]
    await send(player, *many, listen(T0, "Old", "Older"))
    root = f"/1/stats/user/{player.name}"
    names = ("this_week", "this_month", "this_year", "week", "month", "quarter", "half_yearly", "year")
    for name in (*names, "all_time"):
        for call in ("artists", "releases", "release-groups", "recordings", "listening-activity"):
            reply = await player.client.get(f"{root}/{call}?range={name}")
            assert reply.status_code == 200
            frame = reply.json()["payload"]
            assert (frame["range"], frame["user_id"]) == (name, player.name)
            assert frame["from_ts"] < frame["to_ts"]
    payload = (await player.client.get(f"{root}/artists?count=1")).json()["payload"]
    assert (payload["count"], payload["total_artist_count"]) == (1, 2)
    assert payload["artists"] == [{"artist_name": "Nina Simone", "artist_mbid": None, "listen_count": 9}]
    songs = (await player.client.get(f"{root}/recordings?count=5&offset=1")).json()["payload"]
    assert [each["listen_count"] for each in songs["recordings"]] == [3, 3, 1]
    assert songs["total_recording_count"] == 4
    assert songs["recordings"][0]["release_name"] == "Live"
    albums = (await player.client.get(f"{root}/releases")).json()["payload"]
    assert [(each["release_name"], each["listen_count"]) for each in albums["releases"]] == [("Live", 9)]
    activity = (await player.client.get(f"{root}/listening-activity")).json()["payload"]
    assert sum(each["listen_count"] for each in activity["listening_activity"]) == 10
    assert (await player.client.get(f"{root}/artists?range=ever")).status_code == 400


async def test_unknown_calls_and_methods(player: Player) -> None:
    assert (await player.client.get("/1/nothing")).status_code == 404
    assert (await player.client.get("/1/submit-listens")).status_code == 405
    assert (await player.client.put("/1/submit-listens")).status_code == 405
    assert (await player.client.get("/1")).status_code == 404
