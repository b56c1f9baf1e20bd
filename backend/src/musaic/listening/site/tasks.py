"""The server's summary is added up anew every so often."""

from datetime import timedelta

from musaic.jobs.public import Schedule, Upkeep
from musaic.listening.site import repository

EVERY = timedelta(minutes=30)


async def refresh(upkeep: Upkeep) -> None:
    """Add the server's summary up anew."""
    async with upkeep.database.system_transaction() as session:
        await repository.refresh(session)


SCHEDULES = (Schedule("listening.site", EVERY, refresh),)
