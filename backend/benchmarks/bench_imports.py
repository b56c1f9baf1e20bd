"""Imports as jobs: rows a second and peak memory, beside a bare COPY of the same rows.

``python benchmarks/bench_imports.py [rows …]`` (default 100000 500000). Each import runs in a process of
its own, as in a worker; the file is imported twice, and the second time must add nothing. Then the
same plays come once more as Last.fm's pages, a few seconds off: a twin for every play. Between two sizes
the memory of the larger may not be much more than that of the smaller.

CPU seconds of the worker and of PostgreSQL are the steadier figures on a machine that others use too.
"""

import asyncio
import contextlib
import json
import resource
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import orjson
import psutil
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

GOAL_MB = 250
# More than this between two sizes would be memory that grows with the file.
GROWTH_MB = 15
GOALS_S = {100_000: 10, 500_000: 45}
_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, timezone) "
    "VALUES (:email, 'bench', 'unusable', 'Asia/Almaty') RETURNING id"
)
_BARE = """
CREATE UNLOGGED TABLE bare (
    spelling bigint, source_key bigint, source_item varchar, source varchar, stamp "char", coarse boolean,
    stamped_at timestamptz, ms_played integer, is_play boolean, reason_start varchar, reason_end varchar,
    skipped boolean, shuffle boolean, offline boolean, offline_at timestamptz, incognito boolean,
    platform varchar, conn_country varchar, recording_mbid uuid, isrc varchar, client varchar,
    length_ms integer)
"""


def settings_of(here: Servers) -> Settings:
    """Return the settings of every process of this benchmark."""
    return Settings(
        database_url=here.database_url,
        redis_url=here.redis_url,
        data_dir=here.folder / "var",
        log_level="ERROR",
    )


def write_lastfm(path: Path, source: Path) -> None:
    """Write the plays of the extended export ``source`` as Last.fm's pages: begun 3 seconds later."""
    pages = []
    for row in orjson.loads(source.read_bytes()):
        began = datetime.fromisoformat(row["ts"]) - timedelta(milliseconds=row["ms_played"] - 3000)
        pages.append(
            {
                "artist": {"#text": row["master_metadata_album_artist_name"], "mbid": ""},
                "name": row["master_metadata_track_name"],
                "album": {"#text": row["master_metadata_album_album_name"], "mbid": ""},
                "date": {"uts": str(int(began.timestamp()))},
            }
        )
    size = 200
    path.write_bytes(
        orjson.dumps([{"track": pages[start : start + size]} for start in range(0, len(pages), size)])
    )


def postgres_cpu_s(here: Servers) -> float:
    """Return the CPU seconds that the server and its processes, also those gone, have used."""
    [pid_file] = (here.folder / "postgres").rglob("postmaster.pid")
    server = psutil.Process(int(pid_file.read_text().split()[0]))
    times = server.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    for child in server.children():
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(child.cpu_times()[:2])
    return total


async def submit(here: Servers, files: list[Path]) -> list[UUID]:
    """Store the files and queue an import of each for one user; return their jobs."""
    settings = settings_of(here)
    database = Database(here.database_url, pool_size=2)
    install_media(settings, database)
    jobs = []
    async with job_office(settings):
        async with database.system_transaction() as session:
            email = f"{uuid4().hex}@example.org"
            user_id = (await session.execute(_USER, {"email": email})).scalar_one()
        for path in files:
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
    before = postgres_cpu_s(here)
    run = subprocess.run(call, check=True, capture_output=True, text=True)
    figures = json.loads(run.stdout.splitlines()[-1])
    time.sleep(0.5)  # until the server has reaped its backend
    return figures | {"server_s": postgres_cpu_s(here) - before}


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


def bench(here: Servers, rows: int) -> float:
    """Import ``rows`` rows twice and print the figures; return the most memory that the first took, in MB."""
    path = here.folder / f"{rows}.json"
    size = write_extended(path, rows)
    other = here.folder / f"{rows}-lastfm.json"
    write_lastfm(other, path)
    first, second, third = asyncio.run(submit(here, [path, path, other]))
    folder = here.folder / f"bare-{rows}"
    folder.mkdir()
    bare_s = asyncio.run(bare_copy(here, path, folder))
    new, again, twins = (in_own_process(here, job) for job in (first, second, third))
    added = asyncio.run(result_of(here, first))["added"]
    repeated = asyncio.run(result_of(here, second))["added"]
    print(f"{rows:,} rows, {size / 1e6:.1f} MB, {added:,} added, {repeated} added by the second import")
    more = asyncio.run(result_of(here, third))
    print(
        f"  from Last.fm: {more['rows_read']:,} read, {more['duplicates']:,} twins, {more['added']:,} added"
    )
    for name, figures in (("import", new), ("the same again", again), ("from Last.fm", twins)):
        print(
            f"  {name:<15} {figures['wall_s']:6.2f} s wall  {rows / figures['wall_s']:8,.0f} rows/s  "
            f"{figures['cpu_s']:5.2f} s CPU here, {figures['server_s']:5.2f} s in PostgreSQL  "
            f"peak {figures['rss_mb']:.0f} MB ({figures['idle_mb']:.0f} MB idle)  "
            f"{figures['wall_s'] / bare_s:5.1f} x bare COPY"
        )
    print(f"  {'bare COPY':<15} {bare_s:6.2f} s wall  {rows / bare_s:8,.0f} rows/s (baseline)")
    goal = GOALS_S.get(rows, rows / 10_000)
    met = new["wall_s"] <= goal and new["rss_mb"] <= GOAL_MB
    summary(
        f"import of {rows:,} rows",
        f"{new['wall_s']:.1f} s, peak {new['rss_mb']:.0f} MB",
        bar=f"{goal:.0f} s, {GOAL_MB} MB",
        met=met and repeated == 0,
        ratio=f"{new['wall_s'] / bare_s:.1f} x a bare COPY of the same rows",
    )
    return new["rss_mb"]


def main() -> None:
    """Run the benchmark, or one job of it."""
    if sys.argv[1:2] == ["--work"]:
        database_url, redis_url, folder, job_id = sys.argv[2:]
        settings = settings_of(Servers(database_url, redis_url, Path(folder)))
        asyncio.run(work(settings, UUID(job_id)))
        return
    with servers() as here:
        sizes = sorted({int(argument) for argument in sys.argv[1:]} or {100_000, 500_000})
        peaks = [bench(here, rows) for rows in sizes]
    if len(sizes) > 1:
        summary(
            f"memory of {sizes[-1]:,} rows over {sizes[0]:,}",
            f"{peaks[-1] - peaks[0]:+.0f} MB",
            bar=f"{GROWTH_MB} MB",
            met=peaks[-1] - peaks[0] <= GROWTH_MB,
        )


if __name__ == "__main__":
    main()
