"""What the media room wants done every so often."""

from datetime import timedelta

import structlog

from musaic.jobs.public import Schedule, Upkeep
from musaic.media.maintenance import collect_garbage

log = structlog.get_logger(__name__)


async def _collect(_: Upkeep) -> None:
    collected = await collect_garbage()
    log.info("media_garbage", **vars(collected))


SCHEDULES: tuple[Schedule, ...] = (Schedule("media.garbage", timedelta(minutes=15), _collect),)
