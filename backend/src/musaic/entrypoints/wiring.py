"""Settings become parts: the one place where an adapter is chosen for each port."""

from musaic.platform.database import Database
from musaic.platform.deps import Runtime, SessionGate
from musaic.platform.redis import create_redis
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService
from musaic.platform.settings import Settings


class OpenGate:
    """Lets every session pass until the accounts room provides its own gate."""

    async def is_open(self, principal: Principal) -> bool:
        """Return True."""
        return principal.user_id > 0


def build_runtime(settings: Settings) -> Runtime:
    """Build what one API process needs; raises ValueError when a server's URL is missing."""
    if not settings.database_url or not settings.redis_url:
        message = "MUSAIC_DATABASE_URL and MUSAIC_REDIS_URL are missing; `musaic up` sets both."
        raise ValueError(message)
    gate: SessionGate = OpenGate()
    return Runtime(
        settings=settings,
        database=Database(settings.database_url, pool_size=settings.database_pool),
        redis=create_redis(settings.redis_url),
        tokens=TokenService(
            KeyRing.load_or_create(settings.secrets_dir / "signing-keys"), ttl_s=settings.access_token_ttl_s
        ),
        session_gate=gate,
    )


async def close_runtime(runtime: Runtime) -> None:
    """Close what ``build_runtime`` opened."""
    await runtime.database.close()
    await runtime.redis.aclose()
