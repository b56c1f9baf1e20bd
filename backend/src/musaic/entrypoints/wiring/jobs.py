"""The pieces of jobs in each process: what carries them, what runs them, what streams them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from musaic.entrypoints.wiring.kinds import JOB_KINDS
from musaic.entrypoints.wiring.lookups import install_lookups
from musaic.entrypoints.wiring.scrobbling import install_scrobbling
from musaic.entrypoints.wiring.servers import server_urls
from musaic.entrypoints.wiring.storage import install_media
from musaic.jobs.adapters.celery_app import CeleryBroker
from musaic.jobs.adapters.redis_hints import RedisHints, subscribe
from musaic.jobs.kinds import JobKind, KindRegistry
from musaic.jobs.office import Office, open_office
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.run import Runner
from musaic.jobs.service.upkeep import SCRATCH
from musaic.jobs.streams.hub import StreamHub
from musaic.platform.database import Database
from musaic.platform.deps import Runtime
from musaic.platform.redis import create_redis
from musaic.platform.settings import Settings

# A request waits no longer than this for the broker; a worker or dispatcher has more time.
_REQUEST_PUBLISH_S = 0.2
_PUBLISH_S = 5.0
# By then the web server has answered its first requests.
_WARM_UP_AFTER_S = 1.0


@asynccontextmanager
async def job_office(
    settings: Settings, kinds: tuple[JobKind, ...] = JOB_KINDS, *, in_request: bool = False
) -> AsyncIterator[Office]:
    """Open the job kinds and carriers of this process; raises ValueError for a kind declared twice."""
    _, redis_url = server_urls(settings)
    registry = KindRegistry(kinds)
    redis = create_redis(redis_url)
    broker = CeleryBroker(
        redis_url,
        registry,
        timeout_s=_REQUEST_PUBLISH_S if in_request else _PUBLISH_S,
        expires_s=2 * settings.redispatch_after_s,
    )
    office = Office(registry, broker, RedisHints(redis))
    open_office(office)
    warming = asyncio.get_running_loop().call_later(_WARM_UP_AFTER_S if in_request else 0, broker.warm_up)
    try:
        yield office
    finally:
        warming.cancel()
        open_office(Office())
        broker.close()
        await redis.aclose()


@asynccontextmanager
async def job_runner(settings: Settings, kinds: tuple[JobKind, ...] = JOB_KINDS) -> AsyncIterator[Runner]:
    """Open what one process of the worker's pool needs to run jobs."""
    database_url, redis_url = server_urls(settings)
    database = Database(database_url, pool_size=2, pre_ping=True)
    install_media(settings, database)
    redis = create_redis(redis_url)
    install_scrobbling(settings, redis)
    install_lookups(settings, redis)
    try:
        async with job_office(settings, kinds) as office:
            ledger = Ledger(database, office, settings.job_lease_s, settings.job_backoff_s)
            yield Runner(ledger, settings.data_dir / SCRATCH)
    finally:
        await database.close()
        await redis.aclose()


@asynccontextmanager
async def job_streams(runtime: Runtime) -> AsyncIterator[StreamHub]:
    """Open the hub of live events of one API process."""
    _, redis_url = server_urls(runtime.settings)
    hub = StreamHub(runtime.database, runtime.session_gate, lambda: subscribe(redis_url))
    async with hub.running():
        yield hub
