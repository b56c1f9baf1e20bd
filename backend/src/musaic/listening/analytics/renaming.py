"""When names change their meaning: identities, listens and rollups together.

Few listens are taken out of the rollups and put back under their new names; many are renamed in
one go, and the rollups rebuilt.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import deltas, labels, rollups
from musaic.listening.names import public as names

# From this many renamed listens on a rebuild costs less than touching most of the rollups' rows.
REBUILD_FROM = 20_000
# The steps of renaming everything, as reported.
NAMES, LISTENS, CHARTS = "names", "listens", "charts"


async def rename_spellings(
    session: AsyncSession,
    user_id: int,
    track_ids: Sequence[int],
    album_ids: Sequence[int],
    listen_ids: Sequence[int] = (),
) -> int:
    """Work out anew what these spelled tracks and albums are; return how many listens changed.

    ``listen_ids`` are further listens that may begin or cease to count. The caller holds the
    history (``begin_change``); the version rises only if something changed.
    """
    differ = await names.plan_again(session, user_id, track_ids, album_ids)
    if not differ and not listen_ids:
        return 0
    listens = sorted({*await names.planned_listens(session, user_id), *listen_ids})
    if len(listens) >= REBUILD_FROM:
        await names.put_plan(session, user_id)
        changed = await names.rename_listens(session, user_id, listens)
        await rollups.rebuild(session, user_id)
    else:
        times = bool(listen_ids) or await names.plan_excludes(session, user_id)
        changed = await _move(session, user_id, listens, times=times)
    await rollups.raise_version(session, user_id)
    return changed


async def rename_everything(session: AsyncSession, user_id: int, report: Callable[[str], None]) -> int:
    """Work out anew what every spelled name of the user is; return how many listens changed.

    ``report`` is called with each step as it begins, and may raise to stop.
    """
    report(NAMES)
    await names.refresh_links(session, user_id)
    await names.plan_again(session, user_id, *await names.every_spelling(session, user_id))
    await names.put_plan(session, user_id)
    report(LISTENS)
    changed = await names.rename_listens(session, user_id, None)
    report(CHARTS)
    await rollups.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)
    return changed


async def _move(session: AsyncSession, user_id: int, listens: Sequence[int], *, times: bool) -> int:
    """Rename ``listens``; with ``times`` some may begin or cease to count."""
    artists = await deltas.artists_of(session, user_id, listens)
    await deltas.subtract(session, user_id, listens, times=times)
    artists.update(await names.put_plan(session, user_id))
    await labels.follow_plan(session, user_id)
    changed = await names.rename_listens(session, user_id, listens)
    artists.update(await deltas.artists_of(session, user_id, listens))
    await deltas.add(session, user_id, listens, times=times)
    await deltas.sum_up_artists(session, user_id, artists)
    return changed


async def settle_asking(session: AsyncSession, user_id: int) -> None:
    """Work those names out anew that depend on which acts the history knows."""
    track_ids, album_ids = await names.asking(session, user_id)
    if track_ids or album_ids:
        await rename_spellings(session, user_id, track_ids, album_ids)


async def settle_links(session: AsyncSession, user_id: int, leaving: Sequence[int] = ()) -> None:
    """Work those names out anew whose recordings turned out to be one, or no longer to be.

    ``leaving`` are listens that are about to be deleted.
    """
    changed = await names.refresh_links(session, user_id, leaving)
    if changed:
        await rename_spellings(session, user_id, changed, [])
