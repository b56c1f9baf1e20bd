"""Settings become parts: the one place where an adapter is chosen for each port."""

from musaic.catalog.ports import EnabledSources
from musaic.entrypoints.listened import ListenedHistory
from musaic.entrypoints.storage import install_media
from musaic.jobs import tasks as jobs
from musaic.jobs.public import JobKind, Schedule
from musaic.listening import tasks as listening
from musaic.listening.public import HistorySearch
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
JOB_KINDS: tuple[JobKind, ...] = (*listening.KINDS, *studio.KINDS, *transcripts.KINDS)
SCHEDULES: tuple[Schedule, ...] = (*jobs.SCHEDULES,)


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
        adapters={
            EnabledSources: EnabledSources((HistorySearch(),)),
            HistorySource: ListenedHistory(),
        },
    )


async def close_runtime(runtime: Runtime) -> None:
    """Close what ``build_runtime`` opened."""
    await runtime.database.close()
    await runtime.redis.aclose()
