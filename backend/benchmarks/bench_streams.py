"""Live events: ten thousand open streams on one API process.

Prints memory a stream (goal: at most 60 KiB), the time to connect, idle CPU, how long one event
takes to reach every stream of its user, and what an ordinary request takes meanwhile. The baseline
is the same process without streams.
"""

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
import psutil
from summary import summary

BACKEND = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BACKEND / "tests"))

from jobs.chaos.office import Client, client_of, eventually, new_user  # noqa: E402  lives with the tests
from jobs.chaos.world import World  # noqa: E402
from musaic.platform.security.keys import KeyRing  # noqa: E402
from musaic.platform.security.tokens import Principal, TokenService  # noqa: E402

STREAMS = int(os.environ.get("MUSAIC_BENCH_STREAMS", "10000"))
USERS = 20
IDLE_S = 20.0
AT_ONCE = 100
GOAL_KIB = 60


class Watcher(asyncio.Protocol):
    """One open stream that notes when it last heard of a finished job."""

    open = 0
    heard: list[float]

    def __init__(self, token: str, heard: list[float], opened: asyncio.Future[None]) -> None:
        self.heard = heard
        self._opened = opened
        self._request = (
            f"GET /api/v1/jobs/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        ).encode()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the events."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note what arrives."""
        if not self._opened.done():
            self._opened.set_result(None)
            Watcher.open += 1
        if b"event: succeeded" in data:
            self.heard.append(time.perf_counter())

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        """Count what is lost."""
        Watcher.open -= 1


async def open_streams(port: int, users: list[tuple[str, list[float]]]) -> None:
    """Open all streams, so many at a time, spread over the users."""
    loop = asyncio.get_running_loop()
    slots = asyncio.Semaphore(AT_ONCE)

    async def open_one(number: int) -> None:
        token, heard = users[number % len(users)]
        async with slots:
            opened: asyncio.Future[None] = loop.create_future()
            await loop.create_connection(lambda: Watcher(token, heard, opened), "127.0.0.1", port)
            await opened

    await asyncio.gather(*(open_one(number) for number in range(STREAMS)))


async def request_times(http: httpx.AsyncClient) -> str:
    """Return p50 and p99 of a trivial request in milliseconds."""
    times = []
    for _ in range(300):
        began = time.perf_counter()
        await http.get("/healthz")
        times.append(time.perf_counter() - began)
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"


async def spread(client: Client, heard: list[float]) -> str:
    """Finish one job and return when the first and the last stream of its user heard of it."""
    heard.clear()
    expected = STREAMS // USERS
    job = await client.submit("empty")
    await client.wait_for(job, "succeeded")
    finished = time.perf_counter()

    async def all_heard() -> bool:
        return len(heard) >= expected

    await eventually(all_heard, 30)
    return f"{expected} streams of one user: last heard {max(0.0, max(heard) - finished) * 1000:.0f} ms later"


async def measure(world: World, client: Client) -> None:
    """Print the figures of one server process."""
    keys = KeyRing.load_or_create(world.settings.signing_keys_dir)
    tokens = TokenService(keys, ttl_s=3000)
    principal = Principal(client.user_id, client.session_id, is_admin=False)
    users: list[tuple[str, list[float]]] = [(tokens.issue(principal), [])]
    for _ in range(USERS - 1):
        other = Principal(*await new_user(world), is_admin=False)
        users.append((tokens.issue(other), []))
    server = psutil.Process(world.processes["api"].pid)
    async with httpx.AsyncClient(base_url=world.api_url, timeout=30) as http:
        await eventually(lambda: _answers(http), 60)
        quiet = await request_times(http)
        before = server.memory_full_info().pss
        began = time.perf_counter()
        await open_streams(world.api_port, users)
        connecting = time.perf_counter() - began
        await asyncio.sleep(5)
        memory = server.memory_full_info().pss - before
        busy = sum(server.cpu_times()[:2])
        await asyncio.sleep(IDLE_S)
        busy = sum(server.cpu_times()[:2]) - busy
        each = memory / STREAMS / 1024
        print(f"{Watcher.open} streams open after {connecting:.1f} s ({STREAMS / connecting:.0f}/s)")
        print(
            f"memory: {before / 2**20:.0f} MiB without, {memory / 2**20:.0f} more = {each:.1f} KiB a stream"
        )
        print(f"ratio to the goal of {GOAL_KIB} KiB: {each / GOAL_KIB:.2f}")
        print(f"idle CPU with heartbeats: {busy / IDLE_S:.1%} of a core")
        print(await spread(client, users[0][1]))
        loaded = await request_times(http)
        print(f"/healthz without streams: {quiet}; with: {loaded}")
        summary(
            f"{STREAMS:,} open streams",
            f"{each:.1f} KiB each, {busy / IDLE_S:.0%} of a core",
            bar=f"{GOAL_KIB} KiB",
            met=each <= GOAL_KIB and Watcher.open == STREAMS,
            ratio=f"/healthz {loaded} with, {quiet} without",
        )
        print(f"{Watcher.open} streams still open")


async def _answers(http: httpx.AsyncClient) -> bool:
    return (await http.get("/readyz")).is_success


async def main(world: World) -> None:
    """Start the processes and measure."""
    try:
        world.ensure()
        world.start_api()
        async with client_of(world) as client:
            await client.wait_for(await client.submit("empty"), "succeeded", timeout_s=60)
            await measure(world, client)
    finally:
        world.close()


if __name__ == "__main__":
    _, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    small_world = World(Path(tempfile.mkdtemp(prefix="bench-")))
    small_world.open()
    asyncio.run(main(small_world))
