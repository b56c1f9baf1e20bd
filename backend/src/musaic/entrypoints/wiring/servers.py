"""The servers that every process needs."""

from musaic.platform.settings import Settings


def server_urls(settings: Settings) -> tuple[str, str]:
    """Return the URLs of database and broker; raises ValueError when one is missing."""
    if not settings.database_url or not settings.redis_url:
        message = "MUSAIC_DATABASE_URL and MUSAIC_REDIS_URL are missing; `musaic up` sets both."
        raise ValueError(message)
    return settings.database_url, settings.redis_url
