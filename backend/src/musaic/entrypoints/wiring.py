"""Settings become parts: the one place where an adapter is chosen for each port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from musaic.entrypoints.bridges.listening_history import ListeningHistory
from musaic.entrypoints.storage import install_media
from musaic.jobs import tasks as jobs
from musaic.jobs.adapters.celery_app import CeleryBroker
from musaic.jobs.adapters.redis_hints import RedisHints
from musaic.jobs.kinds import JobKind, KindRegistry, Schedule
from musaic.jobs.office import Office, open_office
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.run import Runner
from musaic.jobs.service.upkeep import SCRATCH
from musaic.platform.database import Database
from musaic.platform.deps import Runtime, SessionGate
from musaic.platform.redis import create_redis
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService
from musaic.platform.settings import Settings
from musaic.playlists.ports import HistorySource
from musaic.studio import tasks as studio
from musaic.transcripts import tasks as transcripts

# Every kind of job and all maintenance, room by room: the same in API, dispatcher and worker.
JOB_KINDS: tuple[JobKind, ...] = (*studio.KINDS, *transcripts.KINDS)
SCHEDULES: tuple[Schedule, ...] = (*jobs.SCHEDULES,)

# A request waits no longer than this for the broker; a worker or dispatcher has more time.
_REQUEST_PUBLISH_S = 0.2
_PUBLISH_S = 5.0


class OpenGate:
    """Lets every session pass until the accounts room provides its own gate."""

    async def is_open(self, principal: Principal) -> bool:
        """Return True."""
        return principal.user_id > 0


def server_urls(settings: Settings) -> tuple[str, str]:
    """Return the URLs of database and broker; raises ValueError when one is missing."""
    if not settings.database_url or not settings.redis_url:
        message = "MUSAIC_DATABASE_URL and MUSAIC_REDIS_URL are missing; `musaic up` sets both."
        raise ValueError(message)
    return settings.database_url, settings.redis_url


def build_runtime(settings: Settings) -> Runtime:
    """Build what one API process needs; raises ValueError when a server's URL is missing."""
    database_url, redis_url = server_urls(settings)
    gate: SessionGate = OpenGate()
    database = Database(database_url, pool_size=settings.database_pool)
    install_media(settings, database)
    return Runtime(
        settings=settings,
        database=database,
        redis=create_redis(redis_url),
        tokens=TokenService(
            KeyRing.load_or_create(settings.secrets_dir / "signing-keys"), ttl_s=settings.access_token_ttl_s
        ),
        session_gate=gate,
        adapters={HistorySource: ListeningHistory()},
    )


async def close_runtime(runtime: Runtime) -> None:
    """Close what ``build_runtime`` opened."""
    await runtime.database.close()
    await runtime.redis.aclose()


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
    try:
        yield office
    finally:
        open_office(Office())
        broker.close()
        await redis.aclose()


@asynccontextmanager
async def job_runner(settings: Settings, kinds: tuple[JobKind, ...] = JOB_KINDS) -> AsyncIterator[Runner]:
    """Open what one process of the worker's pool needs to run jobs."""
    database_url, _ = server_urls(settings)
    database = Database(database_url, pool_size=2)
    install_media(settings, database)
    async with job_office(settings, kinds) as office:
        ledger = Ledger(database, office, settings.job_lease_s, settings.job_backoff_s)
        yield Runner(ledger, settings.data_dir / SCRATCH)
    await database.close()
