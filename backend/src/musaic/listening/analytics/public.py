"""What the history tells analytics: its rows have changed.

Every change begins with ``begin_change``, which makes the transaction the only writer of the
user's history until it ends.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.checking import repair, verify
from musaic.listening.analytics.renaming import (
    CHARTS,
    LISTENS,
    NAMES,
    rename_everything,
    rename_spellings,
    settle_asking,
    settle_links,
)
from musaic.listening.analytics.repository import deltas, labels, rollups, sheets
from musaic.listening.analytics.repository.differences import Difference
from musaic.listening.names import public as names

__all__ = [
    "CHARTS",
    "LISTENS",
    "NAMES",
    "Difference",
    "added",
    "added_listens",
    "added_named",
    "added_nothing",
    "begin_change",
    "begin_live",
    "changed",
    "credits_changed",
    "facts_changed",
    "grown",
    "name_few",
    "removed_listens",
    "rename_everything",
    "rename_spellings",
    "repair",
    "settle_asking",
    "settle_links",
    "verify",
]


async def begin_change(session: AsyncSession, user_id: int, timezone: str) -> str:
    """Lock the user's history for this transaction; return the zone that its local dates are in."""
    return await rollups.lock_state(session, user_id, timezone)


async def credits_changed(
    session: AsyncSession, user_id: int, artists: Sequence[int], apart: Sequence[int] = ()
) -> None:
    """Bring the totals of artists up to date whose credits changed, while the version does not rise yet.

    Listens that stand ``apart`` are not in the rollups yet.
    """
    if artists:
        await deltas.sum_up_artists(session, user_id, artists, apart)
        await rollups.count_anew(session, user_id)


async def added(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Bring the rollups up to date after an import that only added listens."""
    await labels.follow_import(session, user_id)
    await rollups.add_import(session, user_id, import_id)
    await settle_links(session, user_id)
    await settle_asking(session, user_id)
    await sheets.fill(session, user_id)
    await rollups.raise_version(session, user_id)


async def added_nothing(session: AsyncSession, user_id: int, *, facts: bool) -> None:
    """Bring the charts up to date after an import without new listens; ``facts``: it told genres or years."""
    await labels.follow_import(session, user_id)
    if facts:
        await settle_asking(session, user_id)
        await rollups.raise_version(session, user_id)


async def facts_changed(session: AsyncSession, user_id: int, track_ids: Sequence[int] | None = None) -> None:
    """Bring the charts up to date when genres or years of these spelled tracks (None: of any) were learnt."""
    if track_ids is None:
        await labels.follow_all(session, user_id)
    else:
        await labels.follow_spelled(session, user_id, track_ids)
    await settle_asking(session, user_id)
    await rollups.raise_version(session, user_id)


async def added_listens(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Bring everything up to date after a few new listens (or some that count again).

    They may carry the names of their source alone (``track_id`` as ``named_track_id``, and so on):
    what the user calls them is filled in here.
    """
    unnamed, differ = await names.waiting(session, user_id, listen_ids)
    if unnamed:
        recredited = await names.name_unnamed(session, user_id, listen_ids)
        if recredited is not None:
            await labels.follow_plan(session, user_id)
            await credits_changed(session, user_id, recredited, apart=listen_ids)
    if unnamed or differ:
        await names.rename_listens(session, user_id, listen_ids)
    await deltas.add_new(session, user_id, listen_ids)
    if await names.are_new_links(session, user_id, listen_ids):
        await settle_links(session, user_id)
    if unnamed:
        await settle_asking(session, user_id)


async def begin_live(session: AsyncSession, user_id: int) -> str:
    """Begin the change that a few live listens are; return the zone that local dates are in.

    A history without a zone gets the user's.
    """
    return await rollups.lock_live(session, user_id)


async def name_few(
    session: AsyncSession, user_id: int, track_ids: Sequence[int], album_ids: Sequence[int]
) -> None:
    """Give identities to a few spelled tracks and albums that came with live listens, before these."""
    recredited = await names.name_few(session, user_id, track_ids, album_ids)
    await labels.follow_spelled(session, user_id, track_ids)
    await credits_changed(session, user_id, recredited.artist_ids)
    if recredited.is_news:
        await settle_asking(session, user_id)


async def added_named(session: AsyncSession, user_id: int, listen_ids: Sequence[int], *, coded: bool) -> None:
    """Bring everything up to date after a few new listens that carry the user's own names.

    ``coded`` tells that some of them name their recording, which may tie songs together.
    """
    await deltas.add_new(session, user_id, listen_ids)
    if coded and await names.are_new_links(session, user_id, listen_ids):
        await settle_links(session, user_id)
        await rollups.raise_version(session, user_id)


async def removed_listens(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Take listens out of everything: to be called before they are deleted or no longer count."""
    if await names.are_linked(session, user_id, listen_ids):
        await settle_links(session, user_id, listen_ids)
    artists = await deltas.artists_of(session, user_id, listen_ids)
    if await names.are_last(session, user_id, listen_ids):
        artists.update(await names.forget(session, user_id, listen_ids))
        await labels.follow_plan(session, user_id)
        await settle_asking(session, user_id)
        artists.update(await deltas.artists_of(session, user_id, listen_ids))
    await deltas.remove(session, user_id, listen_ids)
    await deltas.sum_up_artists(session, user_id, artists, apart=listen_ids)
    await rollups.raise_version(session, user_id)


async def grown(session: AsyncSession, user_id: int) -> None:
    """Bring the rollups up to date after an import that added much or hid and showed listens."""
    await rollups.rebuild(session, user_id)
    await settle_links(session, user_id)
    await settle_asking(session, user_id)
    await sheets.fill(session, user_id)
    await rollups.raise_version(session, user_id)


async def changed(session: AsyncSession, user_id: int) -> None:
    """Bring everything up to date after any change."""
    await names.forget(session, user_id, None)
    await names.name_unnamed(session, user_id, None)
    await names.rename_listens(session, user_id, None)
    await rollups.rebuild(session, user_id)
    await settle_links(session, user_id)
    await settle_asking(session, user_id)
    await sheets.fill(session, user_id)
    await rollups.raise_version(session, user_id)
