"""Each night somebody's charts are recomputed from raw and compared; what differs is mended."""

from datetime import timedelta

import structlog

from musaic.jobs.public import Schedule, Upkeep
from musaic.listening.analytics.checking import repair, verify
from musaic.listening.analytics.metrics import DIFFERENCES, VERIFIED
from musaic.listening.analytics.repository import rollups, state
from musaic.platform.database import Database

SAMPLE = 1

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
    """Verify a user drawn by chance, and mend what differs."""
    async with upkeep.database.system_transaction() as session:
        drawn = await state.some_users(session, SAMPLE)
    for user_id in drawn:
        await verify_user(upkeep.database, user_id, mend=True)


SCHEDULES = (Schedule("listening.verify", timedelta(days=1), verify_sample),)
