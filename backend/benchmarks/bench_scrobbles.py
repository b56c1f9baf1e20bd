"""Scrobbles: what one costs the database and over HTTP, how many a second many players manage.

``python benchmarks/bench_scrobbles.py [users [listens each]]`` (default 8 50000). Beside it stands
what the same scrobble would cost if the charts were rebuilt, as after an import.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

import httpx
from bench_read_api import Caller, api, build, percentiles
from histories import END, Servers, servers
from redis.asyncio import Redis

from musaic.listening.analytics import public as analytics
from musaic.listening.scrobbling.caller import Caller as App
from musaic.listening.scrobbling.parts import ScrobblingParts, install
from musaic.listening.scrobbling.service import apps
from musaic.listening.scrobbling.service.submit import submit
from musaic.listening.scrobbling.song import Scrobble, Song
from musaic.platform.database import Database
from musaic.platform.embedded.ports import LOOPBACK
from musaic.platform.security.vault import Vault
from musaic.platform.settings import Settings

GOAL_MS = 15
SINGLE, EACH, BATCHES = 200, 60, 20
Player = tuple[Caller, str, str]


def song(number: int, *, known: bool) -> Song:
    """Return a song of the synthetic histories, or one that nobody has heard."""
    if known:
        return Song(f"Artist {number % 10:05d}", f"Track {number % 10:06d}", "Album 00001", 200_000)
    return Song(f"New artist {number}", f"New song {number}", f"New album {number}", 200_000)


def listen(number: int, *, known: bool) -> dict[str, object]:
    """Return the same as ListenBrainz clients send it."""
    what = song(number, known=known)
    metadata = {"artist_name": what.artist, "track_name": what.title, "release_name": what.album}
    info = {"duration_ms": what.duration_ms, "media_player": "bench"}
    at = int(END.timestamp()) - 250 * number
    return {"listened_at": at, "track_metadata": metadata | {"additional_info": info}}


async def connect(here: Servers, database: Database, callers: list[Caller]) -> list[Player]:
    """Give each user an app; return (user, app id, password)."""
    settings = Settings(data_dir=here.folder / "var")
    vault = Vault.load_or_create(settings.secrets_dir / "scrobbling")
    redis = Redis.from_url(here.redis_url, decode_responses=True)
    install(ScrobblingParts(vault, redis, settings.base_url, frozenset()))
    players = []
    for caller in callers:
        async with database.user_transaction(caller.user_id) as session:
            made = await apps.create(session, caller.user_id, "bench")
        players.append((caller, str(made.app["id"]), made.password))
    return players


async def database_times(database: Database, player: Player) -> None:
    """Print what a scrobble costs inside its transaction, beside a rebuild of the charts."""
    caller, app_id, _ = player
    app = App(caller.user_id, "bench", app_id, "bench")  # type: ignore[arg-type]
    number = 100_000

    async def one(*, known: bool) -> float:
        nonlocal number
        number += 1
        at = END.timestamp() - 250 * number
        scrobble = Scrobble(song(number, known=known), END.fromtimestamp(at, END.tzinfo))
        async with database.user_transaction(caller.user_id) as session:
            began = time.perf_counter()
            [result] = await submit(session, app, [scrobble])
            took = 1000 * (time.perf_counter() - began)
        if result.state != "added":
            raise SystemExit(str(result))
        return took

    async def rebuilt() -> float:
        async with database.user_transaction(caller.user_id) as session:
            began = time.perf_counter()
            await analytics.changed(session, caller.user_id)
            return 1000 * (time.perf_counter() - began)

    known = [await one(known=True) for _ in range(SINGLE)][20:]
    new = [await one(known=False) for _ in range(SINGLE)][20:]
    whole = [await rebuilt() for _ in range(5)]
    ratio = statistics.median(whole) / statistics.median(known)
    print(f"  in its transaction, known song {percentiles(known)}  new song {percentiles(new)}")
    print(f"  rebuilding the charts instead: {statistics.median(whole):.0f} ms, {ratio:.0f} x")


async def timed(post: Callable[[int], Awaitable[httpx.Response]], numbers: range) -> list[float]:
    """Return the milliseconds of one request after another."""
    took = []
    for number in numbers:
        began = time.perf_counter()
        reply = await post(number)
        took.append(1000 * (time.perf_counter() - began))
        if reply.status_code != httpx.codes.OK:
            raise SystemExit(reply.text)
    return took


async def over_http(port: int, players: list[Player]) -> None:
    """Print singles, then many players at once, then batches."""
    root = f"http://{LOOPBACK}:{port}"

    async def player_of(client: httpx.AsyncClient, player: Player, numbers: range) -> list[float]:
        async def post(number: int) -> httpx.Response:
            document = {"listen_type": "single", "payload": [listen(number, known=True)]}
            return await client.post("/1/submit-listens", json=document, headers=headers)

        headers = {"Authorization": f"Token {player[2]}"}
        return await timed(post, numbers)

    async with httpx.AsyncClient(base_url=root, timeout=60) as client:
        await player_of(client, players[0], range(20))
        alone = await player_of(client, players[0], range(20, 20 + SINGLE))
        print(f"  HTTP, one player: {percentiles(alone)}")
        met = statistics.median(alone) <= GOAL_MS
        print(f"  goal: p50 <= {GOAL_MS} ms: {'met' if met else 'MISSED'}")
        began = time.perf_counter()
        together = await asyncio.gather(
            *(player_of(client, player, range(1_000, 1_000 + EACH)) for player in players)
        )
        seconds = time.perf_counter() - began
        count = sum(len(each) for each in together)
        print(f"  HTTP, {len(players)} players at once: {count / seconds:.0f} scrobbles/s")
        headers = {"Authorization": f"Token {players[0][2]}"}

        async def batch(number: int) -> httpx.Response:
            first = 20_000 + 1_000 * number
            listens = [listen(each, known=each % 10 > 0) for each in range(first, first + 1_000)]
            document = {"listen_type": "import", "payload": listens}
            return await client.post("/1/submit-listens", json=document, headers=headers)

        took = await timed(batch, range(BATCHES // 4))
        print(f"  HTTP, 1,000 at once: {1e6 / statistics.median(took):.0f} listens/s")


async def bench(here: Servers, users: int, listens: int) -> None:
    """Build, measure, print."""
    callers = await build(here, users, listens)
    print(f"{users} users x {listens:,} listens")
    database = Database(here.database_url, pool_size=2)
    players = await connect(here, database, callers)
    await database_times(database, players[0])
    await database.close()
    async with api(here) as port:
        await over_http(port, players)


def main() -> None:
    """Run the benchmark."""
    users, listens = [int(argument) for argument in sys.argv[1:]] + [8, 50_000][len(sys.argv) - 1 :]
    with servers() as here:
        asyncio.run(bench(here, users, listens))


if __name__ == "__main__":
    main()
