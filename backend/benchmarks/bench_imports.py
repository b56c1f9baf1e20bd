"""Imports as jobs: rows a second and peak memory, beside a bare COPY of the same rows.

``python benchmarks/bench_imports.py [rows …]`` (default 100000 500000). Each import runs in a process of
its own, as in a worker; the file is imported twice, and the second time must add nothing.
"""

import asyncio
import json
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from histories import Servers, servers, write_extended
from sqlalchemy import text
from summary import summary

from musaic.entrypoints.wiring.jobs import job_office, job_runner
from musaic.entrypoints.wiring.storage import install_media
from musaic.listening.history.service.read import read_upload
from musaic.listening.public import Options, begin_import
from musaic.media import public as media
from musaic.platform.database import Database, create_engine
from musaic.platform.settings import Settings

GOAL_S, GOAL_MB = 15, 250
_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, timezone) "
    "VALUES (:email, 'bench', 'unusable', 'Asia/Almaty') RETURNING id"
)
_BARE = """
CREATE UNLOGGED TABLE bare (
    spelling bigint, source_key bigint, source_item varchar, source varchar, stamp "char", coarse boolean,
    stamped_at timestamptz, ms_played integer, is_play boolean, reason_start varchar, reason_end varchar,
    skipped boolean, shuffle boolean, offline boolean, offline_at timestamptz, incognito boolean,
    platform varchar, conn_country varchar)
"""


def settings_of(here: Servers) -> Settings:
    """Return the settings of every process of this benchmark."""
    return Settings(
        database_url=here.database_url,
        redis_url=here.redis_url,
        data_dir=here.folder / "var",
        log_level="ERROR",
    )


async def submit(here: Servers, path: Path) -> list[UUID]:
    """Store the file and queue two imports of it; return their jobs."""
    settings = settings_of(here)
    database = Database(here.database_url, pool_size=2)
    install_media(settings, database)
    jobs = []
    async with job_office(settings):
        async with database.system_transaction() as session:
            email = f"{uuid4().hex}@example.org"
            user_id = (await session.execute(_USER, {"email": email})).scalar_one()
        for _ in range(2):
            copy = await asyncio.to_thread(shutil.copyfile, path, path.with_suffix(".copy"))
            staged = await media.stage_blob(copy, user_id, kind="document", filename="endsong_0.json")
            async with database.user_transaction(user_id) as session:
                accepted = await begin_import(session, user_id, staged, Options(None, None), None)
            jobs.append(accepted.job_id)
    await database.close()
    return jobs


def peak_mb() -> float:
    """Return the most memory that this program used (``ru_maxrss`` would count its parent's too)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def work(settings: Settings, job_id: UUID) -> None:
    """Run one job and print its figures as JSON."""
    async with job_runner(settings) as runner:
        idle_mb = peak_mb()
        before = resource.getrusage(resource.RUSAGE_SELF)
        began = time.perf_counter()
        await runner.run(job_id)
        wall_s = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures = {
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "rss_mb": peak_mb(),
        "idle_mb": idle_mb,
    }
    print(json.dumps(figures))


def in_own_process(here: Servers, job_id: UUID) -> dict[str, float]:
    """Run the job in a fresh process; return its figures."""
    call = [
        sys.executable,
        __file__,
        "--work",
        here.database_url,
        here.redis_url,
        str(here.folder),
        str(job_id),
    ]
    run = subprocess.run(call, check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


async def result_of(here: Servers, job_id: UUID) -> dict[str, int]:
    """Return what the job says it did."""
    engine = create_engine(here.database_url, role=None)
    async with engine.connect() as connection:
        row = await connection.execute(text("SELECT state, result FROM job WHERE id = :id"), {"id": job_id})
        state, result = row.one()
    await engine.dispose()
    if state != "succeeded":
        message = f"the job is {state}"
        raise SystemExit(message)
    return result


async def bare_copy(here: Servers, path: Path, folder: Path) -> float:
    """Return the seconds that a COPY of the same rows takes, without keys, names or charts."""
    files, _ = read_upload(path, "x.json", folder, wanted=None, zone=None, report=lambda _: None)
    engine = create_engine(here.database_url, role=None)
    async with engine.begin() as connection:
        await connection.execute(text(_BARE))
        driver = (await connection.get_raw_connection()).driver_connection
        began = time.perf_counter()
        await driver.copy_to_table("bare", source=files.rows)
        seconds = time.perf_counter() - began
        await connection.execute(text("DROP TABLE bare"))
    await engine.dispose()
    return seconds


def bench(here: Servers, rows: int) -> None:
    """Import ``rows`` rows twice and print the figures."""
    path = here.folder / f"{rows}.json"
    size = write_extended(path, rows)
    first, second = asyncio.run(submit(here, path))
    folder = here.folder / f"bare-{rows}"
    folder.mkdir()
    bare_s = asyncio.run(bare_copy(here, path, folder))
    new, again = in_own_process(here, first), in_own_process(here, second)
    added = asyncio.run(result_of(here, first))["added"]
    repeated = asyncio.run(result_of(here, second))["added"]
    print(f"{rows:,} rows, {size / 1e6:.1f} MB, {added:,} added, {repeated} added by the second import")
    for name, figures in (("import", new), ("the same again", again)):
        print(
            f"  {name:<15} {figures['wall_s']:6.2f} s wall  {rows / figures['wall_s']:8,.0f} rows/s  "
            f"{figures['cpu_s']:5.2f} s CPU here  peak {figures['rss_mb']:.0f} MB "
            f"({figures['idle_mb']:.0f} MB idle)  {figures['wall_s'] / bare_s:5.1f} x bare COPY"
        )
    print(f"  {'bare COPY':<15} {bare_s:6.2f} s wall  {rows / bare_s:8,.0f} rows/s (baseline)")
    goal = GOAL_S * rows / 100_000
    met = new["wall_s"] <= goal and new["rss_mb"] <= GOAL_MB
    summary(
        f"import of {rows:,} rows",
        f"{new['wall_s']:.1f} s, peak {new['rss_mb']:.0f} MB",
        bar=f"{goal:.0f} s, {GOAL_MB} MB",
        met=met and repeated == 0,
        ratio=f"{new['wall_s'] / bare_s:.1f} x a bare COPY of the same rows",
    )


def main() -> None:
    """Run the benchmark, or one job of it."""
    if sys.argv[1:2] == ["--work"]:
        database_url, redis_url, folder, job_id = sys.argv[2:]
        settings = settings_of(Servers(database_url, redis_url, Path(folder)))
        asyncio.run(work(settings, UUID(job_id)))
        return
    with servers() as here:
        for rows in [int(argument) for argument in sys.argv[1:]] or [100_000, 500_000]:
            bench(here, rows)


if __name__ == "__main__":
    main()
