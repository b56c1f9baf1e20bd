"""Putting a change of rules or switches into effect: at once, or as a job where it is large."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import comparison_key
from musaic.jobs import public as jobs
from musaic.listening.analytics import public as analytics
from musaic.listening.names import public as names
from musaic.listening.rules.repository import reach as found
from musaic.listening.rules.repository.reach import Touched

KIND = "listening.rename"
# From here on a request would take seconds: plays that may be renamed, spelled names to look at.
LARGE_PLAYS = 20_000
LARGE_NAMES = 5_000
# A job takes about this long for as many plays; tells how long the next one will take.
_UNIT_PLAYS = 10_000


async def reach(session: AsyncSession, user_id: int, rule: Mapping[str, Any]) -> Touched:
    """Return what a rule may touch."""
    ids = [rule[name] for name in ("subject_id", "target_id") if rule[name] is not None]
    if rule["entity"] == "window":
        return Touched([], [], 0)
    if rule["entity"] == "genre":
        return await found.touched(session, user_id, tag=rule["text"])
    if rule["entity"] == "track":
        return await found.touched(session, user_id, tracks=ids)
    if rule["entity"] == "album":
        return await found.touched(session, user_id, albums=ids)
    if rule["entity"] == "artist":
        return await found.touched(session, user_id, artists=ids, guests=rule["kind"] == "exclude")
    return await found.touched(session, user_id, words=[comparison_key(rule["text"])])


async def listens_of_window(session: AsyncSession, user_id: int, rule: Mapping[str, Any]) -> list[int]:
    """Return the listens that a rule about a stretch of time may touch; none for other rules."""
    if rule["entity"] != "window":
        return []
    inside = await names.listens_in_window(session, user_id, rule["from_at"], rule["until_at"])
    return inside + (await names.excluded_listens(session, user_id, rule["id"]) if rule.get("id") else [])


def is_large(touched: Touched, listens: int = 0) -> bool:
    """Tell whether a change belongs in a job."""
    return max(touched.plays, listens) >= LARGE_PLAYS or (
        len(touched.track_ids) + len(touched.album_ids) >= LARGE_NAMES
    )


async def apply(
    session: AsyncSession, user_id: int, touched: Touched, listens: list[int]
) -> tuple[int | None, bool]:
    """Put a small change into effect: how many listens changed, and False.

    Returns None and True for a large one; ``queue`` is for those.
    """
    if is_large(touched, len(listens)):
        return None, True
    changed = await analytics.rename_spellings(
        session, user_id, touched.track_ids, touched.album_ids, listens
    )
    return changed, False


async def queue(session: AsyncSession, user_id: int, audit_id: int, plays: int) -> UUID:
    """Queue the job that puts all rules and switches of the user into effect; return its id."""
    job = await jobs.submit(
        session,
        user_id=user_id,
        kind=KIND,
        args={"audit_id": audit_id},
        units=max(1.0, plays / _UNIT_PLAYS),
    )
    return job.id
