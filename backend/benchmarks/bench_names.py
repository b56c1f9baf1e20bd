"""What names cost: one scrobble, one deletion, a rule over an artist with 5,000 plays, a switch.

``python benchmarks/bench_names.py [plays …]`` (default 100000). Times are those of the whole unit of
work in one transaction, without HTTP; ``cpu`` is what the server's process used, which is steadier
on a busy machine.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from histories import Servers, servers, write_extended
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.entrypoints.wiring.jobs import job_office
from musaic.listening.analytics import public as analytics
from musaic.listening.history.repository import imports
from musaic.listening.history.service.apply import apply_import
from musaic.listening.history.service.read import read_upload
from musaic.listening.rules import service as rules
from musaic.listening.rules.schemas import RuleIn
from musaic.platform.database import Database
from musaic.platform.settings import Settings

TURNS = 30
# milliseconds on the clock, of the server's process
Figures = tuple[float, float]
SCROBBLE_MS, RULE_MS = 5, 300
_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, timezone) "
    "VALUES (:email, 'bench', 'unusable', 'Asia/Almaty') RETURNING id"
)
_SCROBBLE = text(
    """
    INSERT INTO listen (
        user_id, source, source_key, stamped_at, played_at, local_date, local_hour, track_id, artist_id,
        album_id, named_track_id, named_album_id, ms_played, is_play, counted
    )
    SELECT user_id, 'live', :number, now(), now(), now()::date, 12, named_track_id, artist_id, named_album_id,
        named_track_id, named_album_id, 200000, true, true
    FROM listen WHERE user_id = :user_id OFFSET :offset LIMIT 1
    RETURNING id
    """
)
_NEAR = text(
    "SELECT artist_id, plays FROM artist_total WHERE user_id = :user_id ORDER BY abs(plays - :plays) LIMIT 2"
)


class Meter:
    """Measures units of work: milliseconds on the clock and of the server's process."""

    def __init__(self, database: Database, user_id: int) -> None:
        self.database, self.user_id = database, user_id

    async def run(self, work: Callable[[AsyncSession], Awaitable[object]]) -> tuple[float, float]:
        """Return both for ``work``; the transaction's own begin and commit are not counted."""
        async with self.database.user_transaction(self.user_id) as session:
            pid = (await session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
            await analytics.begin_change(session, self.user_id, "Asia/Almaty")
            cpu, began = _cpu_ms(pid), time.perf_counter()
            await work(session)
            return (time.perf_counter() - began) * 1000, _cpu_ms(pid) - cpu


def _cpu_ms(pid: int) -> float:
    fields = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    return int(fields[0]) / 1e6


async def fill(here: Servers, database: Database, plays: int) -> int:
    """Import ``plays`` rows for a new user; return the user."""
    path = here.folder / f"{plays}.json"
    write_extended(path, plays)
    async with database.system_transaction() as session:
        email = f"{uuid4().hex}@example.org"
        user_id = int((await session.execute(_USER, {"email": email})).scalar_one())
    folder = here.folder / f"staged-{plays}"
    folder.mkdir()
    files, tally = read_upload(
        path, "endsong_0.json", folder, wanted=None, zone=ZoneInfo("UTC"), report=lambda _: None
    )
    async with database.user_transaction(user_id) as session:
        import_id = (await imports.add(session, user_id, filename="bench")).id
    async with database.user_transaction(user_id) as session:
        await apply_import(session, user_id, import_id, files, tally)
    async with database.system_transaction() as session:
        await session.execute(text("ANALYZE"))
    return user_id


def show(name: str, figures: list[tuple[float, float]], goal_ms: float | None = None) -> None:
    """Print median and 95th percentile."""
    walls, cpus = zip(*figures, strict=True)
    p95 = sorted(walls)[int(len(walls) * 0.95)]
    met = "" if goal_ms is None else f"  goal {goal_ms} ms: {'met' if min(walls) <= goal_ms else 'MISSED'}"
    print(
        f"  {name:<34} {statistics.median(walls):8.1f} ms median  {min(walls):8.1f} best  {p95:8.1f} p95"
        f"  {statistics.median(cpus):8.1f} ms cpu{met}"
    )


async def bench(here: Servers, plays: int) -> None:
    """Measure everything on a history of ``plays``."""
    database = Database(here.database_url, pool_size=1)
    settings = Settings(database_url=here.database_url, redis_url=here.redis_url, log_level="ERROR")
    async with job_office(settings):
        user_id = await fill(here, database, plays)
        print(f"{plays:,} plays")
        meter = Meter(database, user_id)
        adds, removes = await measure_listens(database, meter)
        show("one scrobble (added_listens)", adds, SCROBBLE_MS)
        show("one deletion (removed_listens)", removes)
        await measure_rules(database, meter, user_id)
        differences: list[object] = []

        async def verify(session: AsyncSession) -> None:
            differences.extend(await analytics.verify(session, user_id))

        show("verify", [await meter.run(verify)])
        print(f"  differences: {len(differences)}")
    await database.close()


async def measure_rules(database: Database, meter: Meter, user_id: int) -> None:
    """Measure a merge of an artist with about 5,000 plays, its undo and its exclusion."""
    async with database.user_transaction(user_id) as session:
        near = (await session.execute(_NEAR, {"user_id": user_id, "plays": 5_000})).all()
    (subject, count), (target, _) = near
    bodies = {
        "merge": {"kind": "merge", "entity": "artist", "subject_id": subject, "target_id": target},
        "exclude": {"kind": "exclude", "entity": "artist", "subject_id": subject},
    }
    for name, body in bodies.items():
        adds, undos = [], []
        for _ in range(3):
            made: list[UUID] = []
            adds.append(await meter.run(partial(add_rule, user_id, RuleIn(**body), made)))  # type: ignore[arg-type]
            undos.append(await meter.run(partial(undo_rule, user_id, made)))
        show(f"{name} an artist of {count:,} plays", adds, RULE_MS)
        show(f"undo: {name}", undos, RULE_MS)


async def add_rule(user_id: int, rule: RuleIn, made: list[UUID], session: AsyncSession) -> None:
    """Add the rule and note its id in ``made``."""
    made.append((await rules.add_rule(session, user_id, rule)).rule.id)


async def undo_rule(user_id: int, made: list[UUID], session: AsyncSession) -> None:
    """Undo the rule noted in ``made``."""
    await rules.undo_rule(session, user_id, made[0])


async def change(
    what: Callable[..., Awaitable[None]], user_id: int, listens: list[int], session: AsyncSession
) -> None:
    """Tell analytics of ``listens``."""
    await what(session, user_id, listens)


async def measure_listens(database: Database, meter: Meter) -> tuple[list[Figures], list[Figures]]:
    """Measure single scrobbles, and the deletion of every second one."""
    user_id = meter.user_id
    adds, removes = [], []
    for turn in range(TURNS):
        values = {"user_id": user_id, "number": turn, "offset": turn * 97}
        async with database.user_transaction(user_id) as session:
            listens = [(await session.execute(_SCROBBLE, values)).scalar_one()]
        adds.append(await meter.run(partial(change, analytics.added_listens, user_id, listens)))
        if turn % 2:
            removes.append(await meter.run(partial(change, analytics.removed_listens, user_id, listens)))
            async with database.user_transaction(user_id) as session:
                await session.execute(text("DELETE FROM listen WHERE id = ANY(:ids)"), {"ids": listens})
    return adds, removes


def main() -> None:
    """Run the benchmark."""
    with servers() as here:
        for plays in [int(argument) for argument in sys.argv[1:]] or [100_000]:
            asyncio.run(bench(here, plays))


if __name__ == "__main__":
    main()
