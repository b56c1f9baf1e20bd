"""What lives as long as an API process."""

from musaic.accounts.public import Accounts
from musaic.catalog.ports import EnabledSources
from musaic.entrypoints.wiring.accounts import build_accounts
from musaic.entrypoints.wiring.listened import ListenedHistory
from musaic.entrypoints.wiring.scrobbling import install_scrobbling
from musaic.entrypoints.wiring.servers import server_urls
from musaic.entrypoints.wiring.storage import install_media
from musaic.listening.public import ChartCache, HistorySearch, HistoryStates
from musaic.platform.database import Database
from musaic.platform.deps import Runtime
from musaic.platform.redis import create_redis
from musaic.platform.settings import Settings
from musaic.playlists.ports import HistorySource


def build_runtime(settings: Settings) -> Runtime:
    """Build what one API process needs; raises ValueError when a server's URL is missing."""
    database_url, redis_url = server_urls(settings)
    database = Database(database_url, pool_size=settings.database_pool)
    redis = create_redis(redis_url)
    install_media(settings, database)
    install_scrobbling(settings, redis)
    accounts = build_accounts(settings, database, redis)
    return Runtime(
        settings=settings,
        database=database,
        redis=redis,
        tokens=accounts.tokens,
        session_gate=accounts.gate,
        adapters={
            Accounts: accounts,
            ChartCache: ChartCache(redis),
            EnabledSources: EnabledSources((HistorySearch(),)),
            HistorySource: ListenedHistory(),
            HistoryStates: HistoryStates(database.glance),
        },
    )


async def close_runtime(runtime: Runtime) -> None:
    """Close what ``build_runtime`` opened."""
    await runtime.database.close()
    await runtime.redis.aclose()
