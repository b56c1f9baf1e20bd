"""Charts under load: 1,000 requests a second, mixed over many users, at the real API.

``python benchmarks/bench_read_api.py [users [listens each [requests a second]]]`` (default 20 10000
1000). Four of five requests ask for presets, the fifth for a custom range that was most likely never
asked for before. ``bench_analytics`` puts the same questions to ten million listens. Requests leave on
time whether or not earlier ones were answered, and a late one counts from when it should have left.
Database times stand beside the naive query over the raw listens.
"""

import asyncio
import random
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from histories import END, YEARS, Servers, servers, write_extended
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from summary import summary

from musaic.entrypoints.serve import process_count
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import TopQuery
from musaic.listening.history.repository import imports
from musaic.listening.history.service.apply import apply_import
from musaic.listening.history.service.read import read_upload
from musaic.platform.database import Database
from musaic.platform.embedded.ports import LOOPBACK, free_port
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService
from musaic.platform.settings import Settings

SECONDS, WARM_UP_S, CONNECTIONS = 10, 3, 32
GOAL_MS = 50
PRESET_SHARE = 0.8
_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, timezone) "
    "VALUES (:email, 'bench', 'unusable', 'Europe/Berlin') RETURNING id"
)
_SESSION = text(
    "INSERT INTO login_session (user_id, user_agent, expires_at) "
    "VALUES (:user_id, 'bench', now() + interval '1 day') RETURNING id"
)
_NAIVE = text(
    "SELECT t.title, a.name, count(*) AS plays, sum(l.ms_played) FROM listen l "
    "JOIN track t ON t.id = l.track_id JOIN artist a ON a.id = l.artist_id "
    "WHERE l.user_id = :user_id AND l.counted "
    "AND (l.played_at AT TIME ZONE 'Europe/Berlin')::date BETWEEN :first AND :last "
    "GROUP BY t.id, a.id ORDER BY plays DESC LIMIT 50"
)
PRESETS = ["all", "7d", "30d", "90d", "365d", "2025", "2020", "2024-05"]
CHARTS = ["top-items?entity=track", "top-items?entity=artist", "top-items?entity=album&metric=time"]
CHARTS += ["summary?", "by-hour?", "by-weekday?", "timeline?bucket=month"]


@dataclass(frozen=True)
class Caller:
    """A user with a token."""

    user_id: int
    token: str


async def build(here: Servers, users: int, listens: int) -> list[Caller]:
    """Give each of ``users`` an own history of ``listens`` rows; return who may call."""
    database = Database(here.database_url, pool_size=2)
    made = []
    for number in range(users):
        path = here.folder / "history.json"
        write_extended(path, listens, seed=number)
        async with database.system_transaction() as session:
            email = {"email": f"{number}@example.org"}
            user_id = int((await session.execute(_USER, email)).scalar_one())
        files, tally = read_upload(
            path, path.name, here.folder, wanted=None, zone=ZoneInfo("UTC"), report=lambda _: None
        )
        async with database.user_transaction(user_id) as session:
            record = await imports.add(session, user_id, filename=path.name)
            await apply_import(session, user_id, record.id, files, tally)
        made.append(user_id)
    callers = await log_in(here, database, made)
    await database.close()
    return callers


async def log_in(here: Servers, database: Database, users: Sequence[int]) -> list[Caller]:
    """Give each of ``users`` a session and a token of it."""
    settings = Settings(data_dir=here.folder / "var")
    tokens = TokenService(KeyRing.load_or_create(settings.secrets_dir / "signing-keys"), ttl_s=3600)
    callers = []
    for user_id in users:
        async with database.system_transaction() as session:
            session_id = (await session.execute(_SESSION, {"user_id": user_id})).scalar_one()
        callers.append(Caller(user_id, tokens.issue(Principal(user_id, session_id, is_admin=False))))
    return callers


def custom(draw: random.Random) -> Span:
    """Return a range of some days to some years, anywhere in the history."""
    days = int(365 * YEARS * draw.random() ** 2) + 1
    last = END.date() - timedelta(days=draw.randrange(365 * YEARS - min(days, 365 * YEARS - 1)))
    return Span(last - timedelta(days=days), last)


def path_of(draw: random.Random, presets: float) -> str:
    """Return the next request, which asks for a preset in ``presets`` of all cases."""
    chart = f"/api/v1/listening/{draw.choice(CHARTS)}"
    if draw.random() < presets:
        return f"{chart}&range={draw.choice(PRESETS)}"
    span = custom(draw)
    return f"{chart}&from={span.first}&to={span.last}"


@dataclass(frozen=True)
class Mix:
    """So many requests a second, of which ``presets`` (as a part of 1) may have been asked before."""

    rate: int
    presets: float = PRESET_SHARE


async def load(port: int, callers: list[Caller], mix: Mix, seconds: int, seed: int) -> list[float]:
    """Send the requests of ``mix``; return the milliseconds of each, from when it was due."""
    draw = random.Random(seed)
    plan = [
        (number / mix.rate, path_of(draw, mix.presets), draw.choice(callers))
        for number in range(mix.rate * seconds)
    ]
    waiting = iter(plan)
    took: list[float] = []
    began = time.perf_counter() + 0.1

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        for due, path, caller in waiting:
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {caller.token}\r\n\r\n".encode()
            )
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise SystemExit(head.decode())
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            took.append(1000 * (time.perf_counter() - began - due))
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return took


def percentiles(took: list[float]) -> str:
    """Return p50 and p95 as text."""
    cuts = statistics.quantiles(took, n=100)
    return f"p50 {cuts[49]:7.2f} ms  p95 {cuts[94]:7.2f} ms"


@asynccontextmanager
async def api(here: Servers) -> AsyncIterator[int]:
    """Run the API in a process of its own; give its port."""
    port, counts = free_port(), here.folder / "metrics"
    counts.mkdir()
    env = {
        "MUSAIC_DATABASE_URL": here.database_url,
        "MUSAIC_REDIS_URL": here.redis_url,
        "MUSAIC_DATA_DIR": str(here.folder / "var"),
        "MUSAIC_PORT": str(port),
        "MUSAIC_LOG_LEVEL": "ERROR",
        # The one setting that is not the default: twenty users may not ask a thousand times a second.
        "MUSAIC_RATE_LIMITS": "false",
        "PROMETHEUS_MULTIPROC_DIR": str(counts),
        "PATH": str(Path(sys.executable).parent),
    }
    call = [sys.executable, "-m", "musaic.entrypoints.serve"]
    process = await asyncio.create_subprocess_exec(*call, env=env)
    try:
        async with httpx.AsyncClient() as client:
            while True:
                try:
                    if (await client.get(f"http://{LOOPBACK}:{port}/readyz")).status_code == httpx.codes.OK:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def timed(
    database: Database, callers: list[Caller], what: Callable[..., Awaitable[object]]
) -> list[float]:
    """Return the milliseconds of ``what`` for one caller after another, transactions left out."""
    took = []
    for number in range(60):
        caller = callers[number % len(callers)]
        async with database.user_transaction(caller.user_id) as session:
            began = time.perf_counter()
            await what(session, caller.user_id)
            took.append(1000 * (time.perf_counter() - began))
    return took[10:]


async def database_times(here: Servers, callers: list[Caller]) -> float:
    """Print the time of top tracks, by rollups and naively; return the ratio for custom ranges."""
    database = Database(here.database_url, pool_size=2)
    draw = random.Random(3)
    query = TopQuery("track", "plays", "desc")

    def ours(span: Callable[[], Span]) -> Callable[..., Awaitable[object]]:
        return lambda session, user_id: tops.top_items(session, user_id, span(), query, limit=50, cursor=None)

    async def naive(session: AsyncSession, user_id: int, span: Span) -> object:
        values = {"user_id": user_id, "first": span.first, "last": span.last}
        return (await session.execute(_NAIVE, values)).all()

    everything = Span(date(2000, 1, 1), date(2100, 1, 1))
    for name, own, span in (
        ("all time", Span, lambda: everything),
        ("custom range", lambda: custom(draw), lambda: custom(draw)),
    ):
        mine = await timed(database, callers, ours(own))
        other = await timed(database, callers, lambda s, u, span=span: naive(s, u, span()))
        ratio = statistics.median(other) / statistics.median(mine)
        print(f"  top tracks, {name:<13} {percentiles(mine)}  naive {percentiles(other)}  {ratio:.1f} x")
    await database.close()
    return ratio


async def bench(here: Servers, users: int, listens: int, rate: int) -> None:
    """Build, measure, print."""
    began = time.perf_counter()
    callers = await build(here, users, listens)
    print(f"{users} users x {listens:,} listens, built in {time.perf_counter() - began:.0f} s")
    ratio = await database_times(here, callers)
    await serve(
        here,
        callers,
        Mix(rate),
        f"charts at {rate:,} requests a second, p95",
        f"{ratio:.1f} x faster than the naive query",
    )


async def serve(
    here: Servers, callers: list[Caller], mix: Mix, name: str, ratio: str = "", warm_up_s: int = WARM_UP_S
) -> None:
    """Start the API, put the mix to it and print how long the answers took."""
    workers = process_count(Settings())
    async with api(here) as port:
        await load(port, callers, mix, warm_up_s, seed=1)
        began = time.perf_counter()
        took = await load(port, callers, mix, SECONDS, seed=2)
        reached = len(took) / (time.perf_counter() - began)
    rates = f"{mix.rate}/s asked for, {reached:.0f}/s reached"
    print(f"  HTTP, {workers} API processes, {rates}: {percentiles(took)}")
    p95 = statistics.quantiles(took, n=100)[94]
    summary(
        name,
        f"{p95:.1f} ms ({reached:.0f}/s, {workers} processes)",
        bar=f"{GOAL_MS} ms",
        met=p95 <= GOAL_MS and reached >= 0.98 * mix.rate,
        ratio=ratio,
    )


def main() -> None:
    """Run the benchmark."""
    users, listens, rate = [int(argument) for argument in sys.argv[1:]] + [20, 10_000, 1_000][
        len(sys.argv) - 1 :
    ]
    with servers() as here:
        asyncio.run(bench(here, users, listens, rate))


if __name__ == "__main__":
    main()
