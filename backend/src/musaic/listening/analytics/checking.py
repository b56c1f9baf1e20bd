"""Are the rollups what the listens say? Recomputed from raw, compared, and mended by a rebuild."""

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.renaming import settle_links
from musaic.listening.analytics.repository import differences, rollups
from musaic.listening.analytics.repository.differences import Difference
from musaic.listening.names import public as names

# More than enough to see what is wrong.
MOST_DIFFERENCES = 100


async def verify(session: AsyncSession, user_id: int) -> list[Difference]:
    """Return where rollups, credits or names differ from a recomputation; empty when all is right."""
    wrong = await names.wrong_listens(session, user_id, MOST_DIFFERENCES)
    found = [
        Difference("listen", str(listen_id), "the names of its spelling", "others") for listen_id in wrong
    ]
    linked = (await names.wrong_links(session, user_id))[:MOST_DIFFERENCES]
    found += [
        Difference("song_link", str(track_id), "the recordings of its listens", "others")
        for track_id in linked
    ]
    return found + await differences.find(session, user_id, MOST_DIFFERENCES)


async def repair(session: AsyncSession, user_id: int) -> None:
    """Make everything that ``verify`` looks at anew; the caller holds the history."""
    await names.name_unnamed(session, user_id, None)
    await settle_links(session, user_id)
    await names.recredit(session, user_id)
    await names.rename_listens(session, user_id, None)
    await rollups.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)
