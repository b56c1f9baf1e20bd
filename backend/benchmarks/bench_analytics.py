"""Database time of every chart, beside the raw question to PostgreSQL and to DuckDB over the same rows.

A user of 500,000 among 10 million listens, which takes ten minutes to build;
``MUSAIC_BENCH_LISTENS=1000000`` is a tenth of that, a user of 100,000 among a million. In the end the
API answers all 20 users at once over the same database.
"""

import asyncio
import os
import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
from bench_read_api import Mix, log_in, serve
from big_history import fill
from chart_questions import QUESTIONS, Question
from histories import Servers, servers
from sqlalchemy import event, text
from summary import summary

from musaic.listening.analytics.ranges import Span
from musaic.platform.database import Database

FULL = 10_000_000
RUNS = 9
GOAL_PRESET_MS, GOAL_CUSTOM_MS = 20, 100
_TODAY = date(2026, 11, 20)
PRESETS = {
    "all": Span(),
    "365d": Span(_TODAY - timedelta(days=364), _TODAY),
    "30d": Span(_TODAY - timedelta(days=29), _TODAY),
}
# A range that nobody ever asked for before is one request of a hundred.
_MIX = Mix(1_000, presets=0.99)
_ROWS = (
    "SELECT id, user_id, played_at, local_date, local_hour, track_id, artist_id, album_id, ms_played, "
    "counted, skipped, reason_end, platform FROM listen"
)


class Clock:
    """Adds up the time that statements take, from sending to the last row."""

    def __init__(self, database: Database) -> None:
        self.ms = 0.0
        engine = database.app_engine.sync_engine
        event.listen(engine, "before_cursor_execute", self._begin)
        event.listen(engine, "after_cursor_execute", self._end)

    def _begin(self, *_: Any) -> None:
        self._began = time.perf_counter()

    def _end(self, *_: Any) -> None:
        self.ms += 1000 * (time.perf_counter() - self._began)


def customs() -> list[Span]:
    """Return ranges that begin and end within months, of half a year to nine years."""
    draw = random.Random(4)
    spans = []
    for days in (190, 400, 900, 1_800, 3_300):
        last = _TODAY - timedelta(days=draw.randrange(3_640 - days))
        spans.append(Span(last - timedelta(days=days), last))
    return spans


async def of_chart(database: Database, clock: Clock, user_id: int, question: Question, span: Span) -> float:
    """Return the least database time of a chart in milliseconds: what else runs only adds to it."""
    took = []
    for _ in range(RUNS):
        async with database.user_transaction(user_id) as session:
            clock.ms = 0
            await question.build(session, user_id, span)
            took.append(clock.ms)
    return min(took)


def asked(question: Question, user_id: int, span: Span) -> str:
    """Return the raw question over ``span``."""
    first, last = max(span.first, date(2000, 1, 1)), min(span.last, date(2100, 1, 1))
    return question.raw.format(user=user_id, first=first, last=last)


async def naive(database: Database, clock: Clock, user_id: int, question: Question, span: Span) -> float:
    """Return the least time of the raw question in PostgreSQL."""
    took = []
    for _ in range(2):
        async with database.user_transaction(user_id) as session:
            clock.ms = 0
            (await session.execute(text(asked(question, user_id, span)))).all()
            took.append(clock.ms)
    return min(took)


def in_duckdb(connection: Any, user_id: int, question: Question, span: Span) -> float:
    """Return the least time of the raw question in DuckDB, one thread."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        connection.execute(asked(question, user_id, span)).fetchall()
        took.append(1000 * (time.perf_counter() - began))
    return min(took)


async def duck(database: Database, folder: Path) -> Any:
    """Return a DuckDB with the same rows."""
    path = folder / "listens.csv"
    async with database.system_engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        await driver.copy_from_query(_ROWS, output=str(path), format="csv", header=True)
    found = duckdb.connect(str(folder / "listens.duckdb"), config={"threads": 1})
    found.execute("CREATE TABLE listen AS SELECT * FROM read_csv(?)", [str(path)])
    path.unlink()
    return found


async def measure(database: Database, folder: Path, user_id: int) -> None:
    """Print the table."""
    clock = Clock(database)
    duck_rows = await duck(database, folder)
    spans = customs()
    columns = " ".join(f"{name:>8}" for name in (*PRESETS, "custom"))
    print(f"  {'chart, ms':<30} {columns}   raw rows: PostgreSQL, DuckDB")
    missed = []
    for question in QUESTIONS:
        presets = [await of_chart(database, clock, user_id, question, span) for span in PRESETS.values()]
        custom = max([await of_chart(database, clock, user_id, question, span) for span in spans])
        line = f"  {question.name:<30} " + " ".join(f"{ms:8.1f}" for ms in (*presets, custom))
        if question.raw:
            raw = await naive(database, clock, user_id, question, Span())
            other = in_duckdb(duck_rows, user_id, question, Span())
            line += f"   {raw:9.1f} {other:9.1f}   {raw / presets[0]:7.1f} x"
        print(line, flush=True)
        if max(presets) > GOAL_PRESET_MS or custom > GOAL_CUSTOM_MS:
            missed.append(question.name)
    figures = f"{len(QUESTIONS) - len(missed)} of {len(QUESTIONS)} charts within the bar"
    bar = f"{GOAL_PRESET_MS} ms presets, {GOAL_CUSTOM_MS} ms custom"
    summary("database time of charts", figures, bar=bar, met=not missed)
    goal = f"{GOAL_PRESET_MS} ms presets, {GOAL_CUSTOM_MS} ms custom (the slowest of {len(spans)})"
    print(f"  goal: {goal}: {'met' if not missed else 'MISSED by ' + ', '.join(missed)}")


async def bench(here: Servers, listens: int) -> None:
    """Build, measure, print."""
    own = listens // 20 if listens >= FULL else listens // 10
    database = Database(here.database_url, pool_size=2)
    began = time.perf_counter()
    users = await fill(database, listens, own=own)
    await vacuum(database)
    print(f"{listens:,} listens, one user of {own:,}, built in {time.perf_counter() - began:.0f} s")
    await measure(database, here.folder, users[0])
    callers = await log_in(here, database, users)
    await database.close()
    name = f"charts of {listens:,} listens at {_MIX.rate:,} requests a second, p95"
    # Long enough for each preset to have been asked once: a session of people who are looking around.
    await serve(here, callers, _MIX, name, warm_up_s=25)


async def vacuum(database: Database) -> None:
    """Do what autovacuum would have done by the next day: statistics, and pages known to be visible."""
    engine = database.system_engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("SET ROLE NONE"))
        await connection.execute(text("VACUUM ANALYZE"))


def main() -> None:
    """Run the benchmark."""
    listens = int(os.environ.get("MUSAIC_BENCH_LISTENS", FULL))
    with servers() as here:
        asyncio.run(bench(here, listens))


if __name__ == "__main__":
    main()
