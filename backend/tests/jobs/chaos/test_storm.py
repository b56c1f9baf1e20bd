"""Everything at once, at random, under load: nothing is lost and nothing is done twice.

``MUSAIC_CHAOS_SECONDS`` sets the length of the storm (60), ``MUSAIC_CHAOS_SEED`` repeats one.
"""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from jobs.chaos.office import Client
from jobs.chaos.world import LEASE_S, World
from musaic.platform.redis import create_redis

SECONDS = float(os.environ.get("MUSAIC_CHAOS_SECONDS", "60"))
SEED = int(os.environ.get("MUSAIC_CHAOS_SEED", str(random.SystemRandom().randrange(10_000))))
SUBMIT_EVERY_S = 0.25
POISON_SHARE = 0.03
ATTEMPTS_OF_POISON = 3
DRAIN_S = 150.0


class Storm:
    """Breaks one thing after another and brings it back."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.draw = random.Random(seed)  # noqa: S311  repeatable on purpose
        self.faults: Counter[str] = Counter()

    async def rage(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        faults: list[Callable[[], Awaitable[None]]] = [
            self.kill_child, self.kill_child, self.stop_child, self.kill_worker, self.kill_dispatcher,
            self.kill_valkey, self.kill_postgres, self.flush, self.terminate_worker,
        ]  # fmt: skip
        while time.monotonic() < ends:
            await asyncio.sleep(self.draw.uniform(0.5, 3))
            fault = self.draw.choice(faults)
            await fault()
            self.faults[fault.__name__] += 1

    def child(self) -> int | None:
        children = [pid for name in ("worker", "second") for pid in self.world.children(name)]
        return self.draw.choice(children) if children else None

    async def kill_child(self) -> None:
        _signal(self.child(), signal.SIGKILL)

    async def stop_child(self) -> None:
        pid = self.child()
        _signal(pid, signal.SIGSTOP)
        await asyncio.sleep(LEASE_S * 1.5)
        _signal(pid, signal.SIGCONT)

    async def kill_worker(self) -> None:
        self.world.kill("worker")
        await asyncio.sleep(self.draw.uniform(0, 1))
        self.world.start_worker()

    async def terminate_worker(self) -> None:
        if self.world.is_alive("second"):
            await asyncio.to_thread(self.world.terminate, "second")
        self.world.start_worker("second", processes=1)

    async def kill_dispatcher(self) -> None:
        self.world.kill("dispatcher")
        await asyncio.sleep(self.draw.uniform(0, 2))
        self.world.start_dispatcher()

    async def kill_valkey(self) -> None:
        await self._bounce(self.world.valkey)

    async def kill_postgres(self) -> None:
        await self._bounce(self.world.postgres)

    async def _bounce(self, server: object) -> None:
        await asyncio.to_thread(self.world.kill_server, server)
        await asyncio.sleep(self.draw.uniform(0, 1.5))
        await asyncio.to_thread(self.world.start_server, server)

    async def flush(self) -> None:
        redis = create_redis(self.world.valkey.url)
        await redis.flushall()
        await redis.aclose()


@pytest.mark.chaos
@pytest.mark.timeout(SECONDS + DRAIN_S + 120)
@pytest.mark.asyncio
async def test_storm_loses_nothing_and_doubles_nothing(
    world: World, client: Client, record_property: Callable[[str, object], None]
) -> None:
    world.start_worker("second", processes=1)
    storm = Storm(world, SEED)
    over = asyncio.Event()
    submitting = asyncio.create_task(_load(client, storm.draw, over))
    await storm.rage(SECONDS)
    over.set()
    good, poison = await submitting
    world.ensure()
    calm = time.monotonic()
    await client.wait_for_all([*good, *poison], DRAIN_S)
    facts = await _facts(client, good, poison) | {
        "seed": SEED,
        "faults": dict(storm.faults),
        "drained_s": round(time.monotonic() - calm, 1),
    }
    for name, value in facts.items():
        record_property(name, value)
    print("\nstorm:", facts)  # noqa: T201  the figures are the point of a long run
    world.kill("second")
    assert facts["succeeded"] == len(good), facts
    assert facts["results_per_good_job"] == {1: len(good)}, facts
    assert facts["poison"] == {("dead", ATTEMPTS_OF_POISON, "worker_lost"): len(poison)} or not poison, facts


async def _load(client: Client, draw: random.Random, over: asyncio.Event) -> tuple[list[UUID], list[UUID]]:
    good: list[UUID] = []
    poison: list[UUID] = []
    number = 0
    while not over.is_set():
        number += 1
        if draw.random() < POISON_SHARE:
            poison.append(await client.submit_stubbornly("poison", key=f"p{number}"))
        else:
            seconds = draw.choice((0, 0.1, 0.5, 1.5))
            good.append(await client.submit_stubbornly("work", key=f"w{number}", seconds=seconds))
        await asyncio.sleep(SUBMIT_EVERY_S)
    return good, poison


async def _facts(client: Client, good: list[UUID], poison: list[UUID]) -> dict[str, object]:
    results = await client.rows(
        "SELECT job_id, count(*) FROM chaos_result WHERE job_id = ANY(:ids) GROUP BY 1", ids=good
    )
    ends = await client.rows("SELECT state, attempt, error_code FROM job WHERE id = ANY(:ids)", ids=poison)
    succeeded = "SELECT count(*) FROM job WHERE id = ANY(:ids) AND state = 'succeeded'"
    jobs = "SELECT count(*) FROM job WHERE user_id = :user AND kind <> 'chaos.empty'"
    starts = await client.value("SELECT count(*) FROM chaos_start WHERE job_id = ANY(:ids)", ids=good)
    return {
        "accepted": len(good) + len(poison),
        "rows": await client.value(jobs, user=client.user_id),
        "succeeded": await client.value(succeeded, ids=good),
        "starts_per_good_job": round(starts / max(1, len(good)), 2),
        "results_per_good_job": dict(Counter(number for _, number in results)),
        "poison": dict(Counter((row.state, row.attempt, row.error_code) for row in ends)),
    }


def _signal(pid: int | None, number: signal.Signals) -> None:
    if pid is not None:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
