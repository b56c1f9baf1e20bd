"""Maintenance of this room."""

from datetime import timedelta

from musaic.accounts.public import clean_up
from musaic.jobs.public import Schedule, Upkeep


async def _clean_up(upkeep: Upkeep) -> None:
    async with upkeep.database.system_transaction() as session:
        await clean_up(session, refresh_idle_days=upkeep.settings.refresh_idle_days)


SCHEDULES = (Schedule("accounts.clean-up", timedelta(hours=6), _clean_up),)
