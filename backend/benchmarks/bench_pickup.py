"""Jobs: how long from submit to start on an idle machine, and how many a second.

The baseline is Celery alone on the same Valkey: a task that answers, with our settings. A job
writes its row, two events, a lease and an outcome; the ratio is what that costs.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from redis import Redis
from summary import summary

BACKEND = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(BACKEND / "tests"))

from jobs.chaos.office import Client, client_of  # noqa: E402  lives with the tests
from jobs.chaos.world import World  # noqa: E402
from musaic.jobs.adapters.celery_app import celery_app  # noqa: E402
from musaic.jobs.office import current_office  # noqa: E402

SINGLES = 100
MANY = 1000
GOAL_S = 1.0
ANSWERS = "bench:answers"


def percentiles(seconds: list[float]) -> str:
    """Return "p50 … p95 … max …" in milliseconds."""
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {cuts[9] * 1000:.1f} ms, p95 {cuts[18] * 1000:.1f} ms, max {max(seconds) * 1000:.1f} ms"


async def pickups(client: Client) -> list[float]:
    """Submit one job after another and return the seconds until each had started."""
    jobs = []
    for _ in range(SINGLES):
        job = await client.submit("empty")
        await client.wait_for(job, "succeeded")
        jobs.append(job)
        await asyncio.sleep(0.05)
    rows = await client.rows(
        "SELECT extract(epoch FROM started_at - created_at) FROM job WHERE id = ANY(:ids)", ids=jobs
    )
    return [float(row[0]) for row in rows]


async def throughput(client: Client) -> float:
    """Return finished jobs a second, from the first submit to the last outcome."""
    began = time.perf_counter()
    jobs = [
        job
        for _ in range(MANY // 50)
        for job in await asyncio.gather(*(client.submit("empty") for _ in range(50)))
    ]
    while await client.unfinished(jobs):  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    return MANY / (time.perf_counter() - began)


@contextmanager
def bare_worker(world: World) -> Iterator[None]:
    """Run a worker of Celery alone."""
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.bare_celery", "worker", "--concurrency", "2"]
    environment = os.environ | {
        "MUSAIC_DATABASE_URL": str(world.settings.database_url),
        "MUSAIC_REDIS_URL": str(world.settings.redis_url),
        "PYTHONPATH": str(BACKEND),
    }
    log = (world.folder / "bare.log").open("wb")
    command += ["--queues", "bare", "--without-gossip", "--without-mingle"]
    worker = subprocess.Popen(command, env=environment, cwd=BACKEND, stdout=log, stderr=log)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(20)


def bare(world: World) -> tuple[list[float], float]:
    """Return round trips and tasks a second of Celery alone."""
    url = str(world.settings.redis_url)
    redis: Any = Redis.from_url(url)
    app = celery_app(url)
    trips = []
    with bare_worker(world):
        app.send_task("bare.answer", queue="bare")
        redis.blpop(ANSWERS, 60)
        for _ in range(SINGLES):
            began = time.perf_counter()
            app.send_task("bare.answer", queue="bare")
            redis.blpop(ANSWERS, 10)
            trips.append(time.perf_counter() - began)
            time.sleep(0.05)
        began = time.perf_counter()
        for _ in range(MANY):
            app.send_task("bare.answer", queue="bare")
        for _ in range(MANY):
            redis.blpop(ANSWERS, 30)
        return trips, MANY / (time.perf_counter() - began)


async def measure(world: World) -> None:
    """Print the figures."""
    try:
        world.ensure()
        async with client_of(world) as client:
            await client.wait_for(await client.submit("empty"), "succeeded", timeout_s=60)
            direct = await pickups(client)
            rate = await throughput(client)
            current_office().broker = None
            notified = await pickups(client)
        world.kill("worker")
        trips, bare_rate = await asyncio.to_thread(bare, world)
    finally:
        world.close()
    print(f"load average {psutil.getloadavg()[0]:.1f} on {os.cpu_count()} cores, 2 pool processes")
    print(f"submit -> start, published at commit: {percentiles(direct)}")
    print(f"submit -> start, through NOTIFY and the dispatcher: {percentiles(notified)}")
    print(f"Celery alone, round trip: {percentiles(trips)}")
    ratio = statistics.median(direct) / statistics.median(trips)
    print(f"ratio of medians, job start : bare round trip = {ratio:.2f}")
    p95 = statistics.quantiles(direct, n=20)[18]
    summary(
        "job picked up, p95",
        f"{p95 * 1000:.0f} ms",
        bar=f"{GOAL_S * 1000:.0f} ms",
        met=p95 <= GOAL_S,
        ratio=f"{ratio:.2f} x bare Celery (medians)",
    )
    summary("jobs a second", f"{rate:.0f}/s", ratio=f"{rate / bare_rate:.2f} x bare Celery")
    print(
        f"throughput: {rate:.0f} jobs/s; Celery alone {bare_rate:.0f} tasks/s; ratio {rate / bare_rate:.2f}"
    )


if __name__ == "__main__":
    small_world = World(Path(tempfile.mkdtemp(prefix="bench-")))
    small_world.open()
    asyncio.run(measure(small_world))
