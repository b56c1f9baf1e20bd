"""What is done for charts while nobody waits: empty sheets are filled, and somebody's charts verified."""

from datetime import UTC, date, datetime, timedelta

import structlog

from musaic.jobs.public import Schedule, Upkeep
from musaic.listening.analytics.checking import repair, verify
from musaic.listening.analytics.metrics import DIFFERENCES, VERIFIED
from musaic.listening.analytics.repository import rollups, sheets, state
from musaic.platform.database import Database

SAMPLE = 1
# Sheets of a month are filled once it is over wherever somebody lives.
OVER_AFTER = timedelta(days=2)
# So many users in one go: the next one comes soon.
_FILLED = 50

log = structlog.get_logger(__name__)


async def verify_user(database: Database, user_id: int, *, mend: bool) -> int:
    """Recompute one user's charts; return how many rows differed. With ``mend`` they are made anew.

    The history is held meanwhile, so that nothing changes between the two readings.
    """
    async with database.user_transaction(user_id) as session:
        zone = (await state.read(session, user_id)).timezone
        await rollups.lock_state(session, user_id, zone)
        differences = await verify(session, user_id)
        if differences and mend:
            await repair(session, user_id)
    VERIFIED.labels("differs" if differences else "right").inc()
    for difference in differences:
        DIFFERENCES.labels(difference.table).inc()
    if differences:
        tables = sorted({difference.table for difference in differences})
        log.error("charts_differ", user_id=user_id, rows=len(differences), tables=tables, mended=mend)
    return len(differences)


async def verify_sample(upkeep: Upkeep) -> None:
    """Recompute the charts of a user drawn by chance from raw, and mend what differs."""
    async with upkeep.database.system_transaction() as session:
        drawn = await state.some_users(session, SAMPLE)
    for user_id in drawn:
        await verify_user(upkeep.database, user_id, mend=True)


async def fill_sheets(upkeep: Upkeep) -> None:
    """Fill the sheets of months gone by whose plays have changed since."""
    until = _month_of(datetime.now(UTC) - OVER_AFTER)
    async with upkeep.database.system_transaction() as session:
        waiting = await sheets.waiting(session, until, _FILLED)
    for user_id in waiting:
        async with upkeep.database.user_transaction(user_id) as session:
            await rollups.lock_live(session, user_id)
            await sheets.fill(session, user_id, until)


def _month_of(moment: datetime) -> date:
    return moment.date().replace(day=1)


SCHEDULES = (
    Schedule("listening.sheets", timedelta(minutes=5), fill_sheets),
    Schedule("listening.verify", timedelta(days=1), verify_sample),
)
