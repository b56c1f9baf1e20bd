"""Real clients, unchanged, against a real server: every call they offer that Musaic claims."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import liblistenbrainz
import pylast
import pytest
from liblistenbrainz import errors
from liblistenbrainz.client import STATS_SUPPORTED_TIME_RANGES

from fixtures.api import Actor
from fixtures.scrobbling import Player

pytestmark = pytest.mark.asyncio
T0 = 1_700_000_000


# ListenBrainz


def heard(at: int | None, title: str = "Sinnerman", **more: Any) -> liblistenbrainz.Listen:
    return liblistenbrainz.Listen(title, "Nina Simone", listened_at=at, release_name="Pastel Blues", **more)


async def test_liblistenbrainz(served: str, player: Player, alice: Actor) -> None:
    await asyncio.to_thread(_listenbrainz_session, served, player)
    summary = (await alice.client.get("/api/v1/listening/summary")).json()
    assert summary["plays"] == 3


def _listenbrainz_session(root: str, player: Player) -> None:
    client = liblistenbrainz.ListenBrainz(root)
    with pytest.raises(errors.InvalidAuthTokenException):
        client.set_auth_token("wrong")
    client.set_auth_token(player.password)
    assert client.remaining_requests is not None
    assert client.remaining_requests > 0
    assert client.get_playing_now(player.name) is None
    assert client.submit_playing_now(heard(None)) == {"status": "ok"}
    playing = client.get_playing_now(player.name)
    assert playing is not None
    assert (playing.track_name, playing.artist_name) == ("Sinnerman", "Nina Simone")
    mbid = "8f3471b5-7e6a-48da-86a9-c1c07a0f47ae"
    single = heard(T0, recording_mbid=mbid, tags=["jazz"], tracknumber=10, isrc="USPR36505840")
    for _ in range(2):
        assert client.submit_single_listen(single) == {"status": "ok"}
    assert client.get_playing_now(player.name) is None
    many = [heard(T0 + 600 * n, f"Song {n}") for n in range(1, 4)]
    assert client.submit_multiple_listens(many) == {"status": "ok"}
    listens = client.get_listens(player.name)
    assert [each.listened_at for each in listens] == [T0 + 1800, T0 + 1200, T0 + 600, T0]
    oldest = listens[-1]
    assert (oldest.recording_mbid, oldest.tags, oldest.tracknumber) == (mbid, ["jazz"], 10)
    assert oldest.release_name == "Pastel Blues"
    assert [each.listened_at for each in client.get_listens(player.name, max_ts=T0 + 600)] == [T0]
    assert len(client.get_listens(player.name, min_ts=T0, count=2)) == 2
    assert client.get_user_listen_count(player.name) == 4
    assert client.delete_listen(listens[0]) == {"status": "ok"}
    assert client.get_user_listen_count(player.name) == 3
    assert client.submit_user_feedback(1, mbid) == {"status": "ok"}
    [loved] = client.get_user_feedback(player.name, 1, metadata=True)["feedback"]
    assert loved["track_metadata"]["track_name"] == "Sinnerman"
    for ask in (
        client.get_user_artists,
        client.get_user_recordings,
        client.get_user_releases,
        client.get_user_release_groups,
    ):
        for name in STATS_SUPPORTED_TIME_RANGES:
            assert ask(player.name, time_range=name)["payload"]["range"] == name
    assert client.get_user_artists(player.name)["payload"]["artists"][0]["listen_count"] == 3
    with pytest.raises(errors.ListenBrainzAPIException) as unknown:
        client.get_listens("nobody")
    assert unknown.value.status_code == 404


# Last.fm


class OverHttp(httpx2.BaseTransport):
    """Takes pylast's https to the test's http server: all that is changed."""

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(scheme="http")
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def network(root: str, player: Player, **credentials: str) -> pylast._Network:
    made = pylast._Network(
        name="Musaic",
        homepage=root,
        ws_server=(urlsplit(root).netloc, "/2.0/"),
        api_key=player.api_key,
        api_secret=player.api_secret,
        session_key=credentials.get("session_key", ""),
        username=credentials.get("username", ""),
        password_hash=credentials.get("password_hash", ""),
        domain_names={},
        urls={},
    )
    made.proxy = {"https://": OverHttp()}
    return made


def by_password(root: str, player: Player) -> pylast._Network:
    found = network(root, player)
    key = pylast.SessionKeyGenerator(found).get_session_key(player.name, pylast.md5(player.password))
    return network(root, player, session_key=key, username=player.name)


async def test_pylast_logs_in(served: str, player: Player, alice: Actor) -> None:
    def wrong() -> None:
        generator = pylast.SessionKeyGenerator(network(served, player))
        with pytest.raises(pylast.WSError) as refused:
            generator.get_session_key(player.name, pylast.md5("wrong"))
        assert refused.value.status == "4"

    def ask() -> tuple[pylast.SessionKeyGenerator, str, str]:
        generator = pylast.SessionKeyGenerator(network(served, player))
        url = generator.get_web_auth_url()
        with pytest.raises(pylast.WSError) as waiting:
            generator.get_web_auth_session_key(url)
        assert waiting.value.status == "14"
        return generator, url, generator.web_auth_tokens[url]

    await asyncio.to_thread(wrong)
    generator, url, token = await asyncio.to_thread(ask)
    assert url.startswith(f"{served}/api/auth/?api_key={player.api_key}&token=")
    answer = {"token": token, "allow": True}
    assert (await alice.client.post("/api/v1/scrobbling/approvals", json=answer)).status_code == 204
    key, name = await asyncio.to_thread(generator.get_web_auth_session_key_username, url)
    assert (len(key), name) == (32, player.name)


async def test_pylast_scrobbles(served: str, player: Player, alice: Actor) -> None:
    await asyncio.to_thread(_scrobble, by_password, served, player)
    summary = (await alice.client.get("/api/v1/listening/summary")).json()
    assert (summary["plays"], summary["tracks"]) == (122, 61)
    playing = (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"]
    assert (playing["title"], playing["album"], playing["duration_ms"]) == ("Y", "Z", 200_000)


def _scrobble(connect: Callable[[str, Player], pylast._Network], root: str, player: Player) -> None:
    net = connect(root, player)
    net.scrobble("Nina Simone", "Sinnerman", T0, album="Pastel Blues", duration=614, track_number=10)
    net.scrobble("Nina Simone", "Sinnerman", T0)
    net.scrobble("Nina Simone", "Sinnerman", T0 + 700, chosen_by_user=True, mbid="no", stream_id="x")
    # More than fifty: pylast cuts them into batches itself.
    net.scrobble_many(
        [
            {"artist": "Ян Тирсен", "title": f"Песня {n % 60}", "timestamp": T0 + 10_000 + 200 * n}
            for n in range(120)
        ]
    )
    net.update_now_playing("X", "Y", album="Z", duration=200, track_number=1, mbid="")


async def test_pylast_reads(served: str, player: Player) -> None:
    await asyncio.to_thread(_read, by_password, served, player)


def _read(connect: Callable[[str, Player], pylast._Network], root: str, player: Player) -> None:
    net = connect(root, player)
    now = int(time.time())
    songs = [
        {
            "artist": "Nina & Co",
            "title": f"Song {n % 3}",
            "timestamp": now - 300 * n,
            "album": "Live",
            "duration": 200,
        }
        for n in range(7)
    ]
    net.scrobble_many(songs)
    net.update_now_playing("Nina & Co", "Song 9", album="Live")
    user = net.get_user(player.name)
    assert net.get_authenticated_user().get_name(properly_capitalized=True) == player.name
    assert (user.get_playcount(), user.is_subscriber(), user.get_country()) == (7, False, None)
    assert abs(user.get_unixtime_registered() - now) < 120
    assert user.get_registered()
    playing = user.get_now_playing()
    assert playing is not None
    assert (playing.get_name(), playing.get_artist().get_name()) == ("Song 9", "Nina & Co")
    recent = user.get_recent_tracks(limit=5)
    assert [int(each.timestamp) for each in recent] == [now - 300 * n for n in range(5)]
    assert recent[0].album == "Live"
    assert len(user.get_recent_tracks(limit=None)) == 7
    assert len(user.get_recent_tracks(limit=3, now_playing=True)) == 3
    assert len(user.get_recent_tracks(time_from=now - 650, time_to=now + 1)) == 3
    assert [(str(each.item), each.weight) for each in user.get_top_artists()] == [("Nina & Co", "7")]
    assert [each.weight for each in user.get_top_albums(pylast.PERIOD_7DAYS)] == ["7"]
    tracks = user.get_top_tracks(pylast.PERIOD_12MONTHS, limit=2)
    assert [(each.item.get_name(), int(each.weight)) for each in tracks] == [("Song 0", 3), ("Song 1", 2)]
    assert len(user.get_top_tracks()) == 3
    assert [int(each.timestamp) for each in user.get_track_scrobbles("Nina & Co", "Song 1")] == [
        now - 300,
        now - 1200,
    ]
    [item] = user.get_library().get_artists()
    assert (item.item.get_name(), item.playcount) == ("Nina & Co", 7)
    track = net.get_track("nina & co", "SONG 0")
    track.username = player.name
    assert (track.get_userplaycount(), track.get_userloved()) == (3, False)
    track.love()
    assert track.get_userloved() is True
    assert [each.track.get_name() for each in user.get_loved_tracks()] == ["Song 0"]
    assert (track.get_duration(), track.get_name(properly_capitalized=True)) == (200_000, "Song 0")
    album = track.get_album()
    assert album is not None
    assert album.get_name() == "Live"
    assert (album.get_playcount(), album.get_listener_count()) == (7, 1)
    track.unlove()
    assert user.get_loved_tracks() == []
    artist = net.get_artist("NINA & CO")
    artist.username = player.name
    assert (artist.get_userplaycount(), artist.get_name(properly_capitalized=True)) == (7, "Nina & Co")
    assert (artist.get_playcount(), artist.get_listener_count()) == (7, 1)
    with pytest.raises(pylast.WSError) as unknown:
        net.get_user("nobody").get_playcount()
    assert unknown.value.status == "6"


# Audioscrobbler


class FakeMpd:
    """As much of a Music Player Daemon as mpdscribble asks for: one song, then another."""

    def __init__(self) -> None:
        self.song = 0
        self._changed = asyncio.Condition()

    async def next_song(self) -> None:
        async with self._changed:
            self.song += 1
            self._changed.notify_all()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"OK MPD 0.23.5\n")
        pending: list[str] | None = None
        seen = self.song
        while line := (await reader.readline()).decode().strip():
            if line.startswith("command_list"):
                if line.endswith("begin"):
                    pending, separated = [], line == "command_list_ok_begin"
                    continue
                answers = [self._answer(each) + ("list_OK\n" if separated else "") for each in pending or []]
                writer.write(("".join(answers) + "OK\n").encode())
                pending = None
            elif pending is not None:
                pending.append(line)
            elif line.startswith("idle"):
                seen = await self._idle(reader, writer, seen)
            else:
                writer.write(f"{self._answer(line)}OK\n".encode())
            await writer.drain()
        writer.close()

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: int) -> int:
        async def changed() -> None:
            async with self._changed:
                await self._changed.wait_for(lambda: self.song != seen)

        waiting = {asyncio.create_task(changed()), asyncio.create_task(reader.readline())}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        writer.write(b"changed: player\nOK\n" if self.song != seen else b"OK\n")
        return self.song

    def _answer(self, command: str) -> str:
        if command == "status":
            return (
                "volume: 100\nrepeat: 0\nrandom: 0\nsingle: 0\nconsume: 0\nplaylist: 1\nplaylistlength: 3\n"
                f"state: play\nsong: {self.song}\nsongid: {self.song + 1}\ntime: 0:31\nelapsed: 0.0\n"
            )
        if command == "currentsong":
            return (
                f"file: {self.song}.flac\nArtist: Nina Simone\nTitle: Song {self.song}\nAlbum: Live\n"
                f"Track: 3\nTime: 31\nduration: 31.0\nPos: {self.song}\nId: {self.song + 1}\n"
            )
        return ""


@asynccontextmanager
async def mpdscribble(root: str, player: Player, port: int, folder: Path) -> AsyncIterator[Path]:
    program = shutil.which("mpdscribble")
    assert program
    log, journal = folder / "log", folder / "journal"
    journal.write_text(f"a = Nina Simone\nt = From the journal\nb = Live\nl = 200\ni = {T0}\no = P\n\n")
    conf = folder / "conf"
    conf.write_text(
        f"host = 127.0.0.1\nport = {port}\nlog = {log}\nverbose = 2\njournal_interval = 1\n"
        f"[musaic]\nurl = {root}/\nusername = {player.name}\npassword = {player.password}\n"
        f"journal = {journal}\n"
    )
    process = await asyncio.create_subprocess_exec(program, "--no-daemon", "--conf", str(conf))
    try:
        yield log
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 10)


async def until(condition: Callable[[], Any], log: Path, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110  a program outside tells nobody
            await asyncio.sleep(0.2)
    assert log.exists()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("mpdscribble") is None, reason="mpdscribble is not installed")
async def test_mpdscribble(served: str, player: Player, alice: Actor, tmp_path: Path) -> None:
    mpd = FakeMpd()
    server = await asyncio.start_server(mpd.serve, "127.0.0.1", 0)

    async def title() -> str | None:
        playing = (await alice.client.get("/api/v1/listening/now-playing")).json()["playing"]
        return playing["title"] if playing else None

    async def titles() -> set[str]:
        reply = await player.client.get(f"/1/user/{player.name}/listens")
        return {each["track_metadata"]["track_name"] for each in reply.json()["payload"]["listens"]}

    async with mpdscribble(served, player, server.sockets[0].getsockname()[1], tmp_path) as log:

        async def journal_came() -> bool:
            return await titles() == {"From the journal"}

        async def song_shows() -> bool:
            return await title() == f"Song {mpd.song}"

        async def song_came() -> bool:
            return await titles() == {"From the journal", "Song 0"}

        await until(journal_came, log)
        await until(song_shows, log)
        # More than half of 31 seconds.
        await asyncio.sleep(16.5)
        await mpd.next_song()
        await until(song_came, log)
        await until(song_shows, log)
    server.close()
    [app] = (await alice.client.get("/api/v1/scrobbling/apps")).json()["items"]
    assert app["last_client"].startswith("mdc ")
