"""The dispatcher: ``python -m musaic.entrypoints.dispatcher``. Run as many as you like."""

import asyncio
import signal

import structlog

from musaic.entrypoints.wiring import JOB_KINDS, SCHEDULES, install_media, job_office, server_urls
from musaic.jobs.adapters.postgres_listener import listen
from musaic.jobs.adapters.redis_hints import RedisMemory
from musaic.jobs.kinds import JobKind, Schedule, Upkeep
from musaic.jobs.repository.submission import CHANNEL
from musaic.jobs.service.dispatch import Dispatcher, Timing
from musaic.jobs.service.upkeep import Caretaker
from musaic.platform.database import Database
from musaic.platform.logging import configure_logging
from musaic.platform.redis import create_redis
from musaic.platform.settings import Settings, get_settings
from musaic.platform.watching import start_sentry

log = structlog.get_logger(__name__)


async def dispatch(
    settings: Settings,
    kinds: tuple[JobKind, ...] = JOB_KINDS,
    schedules: tuple[Schedule, ...] = SCHEDULES,
) -> None:
    """Dispatch until cancelled."""
    database_url, redis_url = server_urls(settings)
    database = Database(database_url, pool_size=2, pre_ping=True)
    install_media(settings, database)
    redis = create_redis(redis_url)
    timing = Timing(settings.dispatch_tick_s, settings.redispatch_after_s, settings.job_backoff_s)
    caretaker = Caretaker(Upkeep(database, settings), schedules)
    async with job_office(settings, kinds) as office:
        if office.broker is None:
            message = "A dispatcher needs a broker."
            raise ValueError(message)
        dispatcher = Dispatcher(database, office, office.broker, RedisMemory(redis), timing)
        listener = asyncio.create_task(listen(database_url, CHANNEL, dispatcher.wake))
        log.info("dispatcher_started", kinds=[kind.name for kind in office.kinds])
        try:
            await dispatcher.run(caretaker.tick)
        finally:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)
            await caretaker.close()
            await redis.aclose()
            await database.close()


async def _until_told(settings: Settings, kinds: tuple[JobKind, ...]) -> None:
    work = asyncio.create_task(dispatch(settings, kinds))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.cancel)
    await asyncio.wait({work})
    if not work.cancelled():
        work.result()
    log.info("dispatcher_stopped")


def main(settings: Settings | None = None, kinds: tuple[JobKind, ...] = JOB_KINDS) -> None:
    """Run until SIGTERM or Ctrl-C."""
    settings = settings or get_settings()
    configure_logging(settings.log_level, json=settings.log_json)
    start_sentry(settings, "dispatcher")
    asyncio.run(_until_told(settings, kinds))


if __name__ == "__main__":
    main()
