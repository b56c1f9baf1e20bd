"""Whatever is sent, the answer is one of the protocol's own, and never a failure of ours."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.api import client_of, running_app
from fixtures.scrobbling import Player
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
FINE = {200, 204, 400, 401, 404, 405, 413}
hostile = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "\0", "1700000000", "-1", "1e400", "true", "x" * 5_000, "\u202e", "%00", "None"]
    ),
)
NUMBERS = st.one_of(
    st.integers(),
    st.integers(1_600_000_000, 1_800_000_000),
    st.floats(),
    st.sampled_from([10**400, -(2**63)]),
)
KEYS = [
    "listen_type", "payload", "listened_at", "track_metadata", "artist_name", "track_name", "release_name",
    "additional_info", "tags", "duration", "duration_ms", "recording_mbid", "artist_mbids", "recording_msid",
    "score", "ts", "service", "client", "ms_played", "isrc",
]  # fmt: skip
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), TEXTS), inner, max_size=6),
    ),
    max_leaves=20,
)
METADATA = st.fixed_dictionaries(
    {"artist_name": st.one_of(TEXTS, JSON), "track_name": TEXTS},
    optional={"release_name": st.one_of(TEXTS, JSON), "additional_info": JSON},
)
SUBMISSIONS = st.fixed_dictionaries(
    {
        "listen_type": st.sampled_from(["single", "import", "playing_now", "other"]),
        "payload": st.lists(
            st.fixed_dictionaries(
                {"track_metadata": METADATA}, optional={"listened_at": st.one_of(NUMBERS, TEXTS)}
            ),
            max_size=3,
        ),
    }
)
POSTS = [
    "submit-listens",
    "delete-listen",
    "playing-now/delete",
    "latest-import",
    "feedback/recording-feedback",
]
GETS = [
    "validate-token", "latest-import", "user/{u}/listens", "user/{u}/listen-count", "user/{u}/playing-now",
    "feedback/user/{u}/get-feedback", "stats/user/{u}/artists", "stats/user/{u}/listening-activity", "{u}",
]  # fmt: skip
QUERIES = [
    "count",
    "offset",
    "max_ts",
    "min_ts",
    "range",
    "score",
    "metadata",
    "token",
    "user_name",
    "service",
]
METHODS = [
    "auth.getToken", "auth.getSession", "auth.getMobileSession", "auth.getSessionInfo", "track.scrobble",
    "track.updateNowPlaying", "track.love", "track.unlove", "user.getInfo", "user.getRecentTracks",
    "user.getTopTracks", "user.getTrackScrobbles", "user.getLovedTracks", "artist.getInfo", "track.getInfo",
    "album.getInfo", "library.getArtists", "\0",
]  # fmt: skip
FIELDS = [
    "artist", "track", "timestamp", "album", "albumArtist", "duration", "mbid", "trackNumber", "artist[0]",
    "track[0]", "timestamp[0]", "artist[999999999]", "user", "limit", "page", "from", "to", "period", "token",
    "username", "password", "authToken", "api_key", "api_sig", "format", "extended",
]  # fmt: skip


@given(body=st.one_of(st.binary(max_size=200), SUBMISSIONS, JSON), path=st.sampled_from(POSTS))
@hostile
async def test_listenbrainz_bodies(player: Player, body: Any, path: str) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    reply = await player.client.post(f"/1/{path}", content=content)
    assert reply.status_code in FINE, reply.text
    assert isinstance(reply.json(), dict)


@given(
    path=st.sampled_from(GETS),
    user=st.one_of(st.none(), TEXTS),
    query=st.dictionaries(st.sampled_from(QUERIES), TEXTS, max_size=4),
)
@hostile
async def test_listenbrainz_queries(
    player: Player, path: str, user: str | None, query: dict[str, str]
) -> None:
    name = player.name if user is None else quote(user, safe="", errors="replace")
    address = f"/1/{path.format(u=name)}?{urlencode(query, errors='replace')}"
    reply = await player.client.get(f"http://127.0.0.1:8000{address}")
    assert reply.status_code in FINE, reply.text
    assert isinstance(reply.json(), dict)


@given(
    method=st.sampled_from(METHODS),
    form=st.dictionaries(st.one_of(st.sampled_from(FIELDS), TEXTS), TEXTS, max_size=8),
    with_session=st.booleans(),
    post=st.booleans(),
)
@hostile
async def test_lastfm_calls(
    player: Player, method: str, form: dict[str, str], *, with_session: bool, post: bool
) -> None:
    login = {"method": "auth.getMobileSession", "username": player.name, "password": player.password}
    session = await player.client.post("/2.0/", data=login | {"api_key": "any", "format": "json"})
    key = {"sk": session.json()["session"]["key"]} if with_session else {}
    encoded = urlencode(form | key | {"method": method}, errors="replace")
    if post:
        reply = await player.client.post("/2.0/", content=encoded)
    else:
        reply = await player.client.get(f"http://127.0.0.1:8000/2.0/?{encoded}")
    assert reply.status_code == 200, reply.text
    assert reply.text.startswith(("<?xml", "{"))


@given(
    path=st.sampled_from(["/", "/np_1.2", "/protocol_1.2", "/apis/audioscrobbler_legacy"]),
    form=st.dictionaries(
        st.sampled_from(
            ["s", "a", "t", "b", "l", "n", "m", "p", "u", "a[0]", "t[0]", "i[0]", "l[0]", "a[7]"]
        ),
        TEXTS,
        max_size=8,
    ),
)
@hostile
async def test_audioscrobbler_calls(player: Player, path: str, form: dict[str, str]) -> None:
    encoded = urlencode(form, errors="replace")
    handshake = await player.client.get(f"http://127.0.0.1:8000{path}?hs=true&{encoded}")
    posted = await player.client.post(path if path != "/" else "/np_1.2", content=encoded)
    for reply in (handshake, posted):
        assert reply.status_code == 200
        assert reply.text.split()[0] in {"OK", "BADAUTH", "BADTIME", "BADSESSION", "FAILED"}


@given(content=st.binary(max_size=100), token=st.binary(max_size=40))
@hostile
async def test_headers_and_raw_bytes(player: Player, content: bytes, token: bytes) -> None:
    clean = token.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"").strip()
    for path in ("/1/submit-listens", "/2.0/", "/np_1.2", "/protocol_1.2"):
        headers = {b"Authorization": b"Token " + clean, b"User-Agent": clean or b"x"}
        reply = await player.client.post(path, content=content, headers=headers)
        assert reply.status_code in FINE, reply.text


async def test_limits_speak_each_protocols_words(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: Path
) -> None:
    wanted: dict[str, Any] = {"rate_limits": True, "rate_limit_scrobbles": "3/minute"}
    servers = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path / "var"}
    async with running_app(**servers, **wanted) as app:
        async with client_of(app, address="203.0.113.9") as client:
            left = [(await client.get("/1/validate-token?token=x")).headers for _ in range(3)]
            assert [each["x-ratelimit-remaining"] for each in left] == ["2", "1", "0"]
            assert 0 < int(left[0]["x-ratelimit-reset-in"]) <= 60
            limited = await client.get("/1/validate-token?token=x")
            assert (limited.status_code, limited.json()["code"]) == (429, 429)
            assert int(limited.headers["retry-after"]) > 0
            lastfm = await client.post("/2.0/?format=json", data={"method": "user.getInfo"})
            assert (lastfm.status_code, lastfm.json()["error"]) == (429, 29)
            words = await client.get("/?hs=true")
            assert (words.status_code, words.text.split()[0]) == (429, "FAILED")
            assert (await client.options("/1/submit-listens")).status_code == 204
        async with client_of(app, address="203.0.113.10") as other:
            assert (await other.get("/1/validate-token?token=x")).status_code == 200


async def test_while_the_servers_are_away(tmp_path: Path, database: Database, migrated_url: str) -> None:
    dead = "redis://127.0.0.1:1/0"
    servers = {"database_url": migrated_url, "redis_url": dead, "data_dir": tmp_path / "var"}
    async with running_app(**servers, rate_limits=True) as app, client_of(app) as client:
        assert (await client.get("/1/validate-token?token=x")).status_code == 200
        await app.state.runtime.database.close()
        app.state.runtime.database = Database("postgresql://nobody@127.0.0.1:1/none")
        for path, status in (("/1/validate-token?token=x", 503), ("/2.0/?method=user.getInfo&sk=x", 503)):
            assert (await client.get(path)).status_code == status
