"""One user's charts against a recomputation, for ``musaic doctor``."""

import asyncio

from musaic.listening.public import sample_users, verify_user
from musaic.platform.database import Database


def compare_somebody(url: str) -> int | None:
    """Return how many figures of a user drawn by chance differ; None where nobody has a history."""

    async def run() -> int | None:
        database = Database(url, pool_size=1)
        try:
            async with database.system_transaction() as session:
                drawn = await sample_users(session, 1)
            return await verify_user(database, drawn[0], mend=False) if drawn else None
        finally:
            await database.close()

    return asyncio.run(run())
