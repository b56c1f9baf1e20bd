"""Maintenance runs at its turn, by one of many, and survives its own failures."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from jobs.conftest import Submit
from musaic.jobs.kinds import Schedule, Upkeep
from musaic.jobs.service.upkeep import Caretaker, forget_old, sweep_scratch
from musaic.platform.database import Database
from musaic.platform.settings import Settings

pytestmark = pytest.mark.asyncio


@pytest.fixture
def upkeep(database: Database, tmp_path: Path) -> Upkeep:
    """Return what maintenance functions get."""
    return Upkeep(database, Settings(data_dir=tmp_path))


async def _sql(upkeep: Upkeep, statement: str) -> list[tuple[object, ...]]:
    async with upkeep.database.system_transaction() as session:
        result = await session.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []


async def test_two_caretakers_share_one_turn(upkeep: Upkeep) -> None:
    runs: list[str] = []

    async def fine(_: Upkeep) -> None:
        runs.append("fine")

    async def broken(_: Upkeep) -> None:
        runs.append("broken")
        message = "no"
        raise RuntimeError(message)

    schedules = (
        Schedule("t.fine", timedelta(hours=1), fine),
        Schedule("t.broken", timedelta(hours=1), broken),
    )
    caretakers = [Caretaker(upkeep, schedules) for _ in range(2)]
    await asyncio.gather(*(each.tick() for each in caretakers))
    assert runs == []
    await _sql(upkeep, "UPDATE job_schedule SET next_run_at = now()")
    await asyncio.gather(*(each.tick() for each in caretakers))
    noted = "SELECT name, last_error FROM job_schedule WHERE last_run_at IS NOT NULL ORDER BY name"
    while len(seen := await _sql(upkeep, noted)) < len(schedules):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    assert sorted(runs) == ["broken", "fine"]
    assert seen == [("t.broken", "RuntimeError"), ("t.fine", None)]
    for each in caretakers:
        await each.tick()
        await each.close()
    assert len(runs) == 2


async def test_a_schedule_is_declared_once(upkeep: Upkeep) -> None:
    schedule = Schedule("t.twice", timedelta(hours=1), forget_old)
    with pytest.raises(ValueError, match="declared twice"):
        Caretaker(upkeep, (schedule, schedule))


async def test_old_events_and_replies_are_forgotten(upkeep: Upkeep, submit_job: Submit, user_id: int) -> None:
    await submit_job(user_id)
    await submit_job(user_id)
    await _sql(
        upkeep,
        "UPDATE job_event SET created_at = now() - interval '8 days' "
        "WHERE number = (SELECT min(number) FROM job_event)",
    )
    await _sql(
        upkeep,
        f"INSERT INTO idempotent_reply (user_id, operation, key, request_hash, created_at) VALUES "  # noqa: S608
        f"({user_id}, 'x', 'old', '', now() - interval '3 days'), ({user_id}, 'x', 'new', '', now())",
    )
    await forget_old(upkeep)
    assert await _sql(upkeep, "SELECT count(*) FROM job_event") == [(1,)]
    assert await _sql(upkeep, "SELECT key FROM idempotent_reply") == [("new",)]
    assert await _sql(upkeep, "SELECT count(*) FROM job") == [(2,)]


async def test_only_old_scratch_is_swept(upkeep: Upkeep, tmp_path: Path) -> None:
    await sweep_scratch(upkeep)
    old, new = tmp_path / "scratch" / "old", tmp_path / "scratch" / "new"
    for folder in (old, new):
        folder.mkdir(parents=True)
        (folder / "part").write_text("x")
    os.utime(old, (0, 0))
    await sweep_scratch(upkeep)
    assert (old.exists(), new.exists()) == (False, True)
