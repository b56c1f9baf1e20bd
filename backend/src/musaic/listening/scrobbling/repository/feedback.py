"""What users think of recordings, and how far outside importers say they have read."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.models import Feedback, LatestImport

_LISTED = """
SELECT f.recording_msid, f.recording_mbid, f.score, f.created_at, f.track_id,
    t.title, a.name AS artist, al.name AS album
FROM feedback f
LEFT JOIN track t ON t.id = f.track_id LEFT JOIN artist a ON a.id = t.artist_id
LEFT JOIN album al ON al.id = f.album_id
WHERE f.user_id = :user_id AND (cast(:score AS smallint) IS NULL OR f.score = :score)
  AND (NOT :named OR f.track_id IS NOT NULL)
ORDER BY f.created_at DESC, f.id DESC LIMIT :limit OFFSET :offset
"""


async def forget(
    session: AsyncSession, user_id: int, *, msid: UUID | None, mbid: UUID | None, track_id: int | None
) -> None:
    """Delete what was said of a recording, by whichever of its names is given."""
    given = []
    if msid is not None:
        given.append(Feedback.recording_msid == msid)
    if mbid is not None:
        given.append(Feedback.recording_mbid == mbid)
    if track_id is not None:
        given.append(Feedback.track_id == track_id)
    if given:
        await session.execute(delete(Feedback).where(Feedback.user_id == user_id, or_(*given)))


async def add(session: AsyncSession, user_id: int, **values: object) -> None:
    """Insert an opinion; what was said before must be forgotten first."""
    await session.execute(upsert(Feedback).values(user_id=user_id, **values).on_conflict_do_nothing())


async def listed(
    session: AsyncSession, user_id: int, *, score: int | None, limit: int, offset: int, named: bool = False
) -> list[RowMapping]:
    """Return opinions, newest first, with the names of the recordings that are known."""
    values: dict[str, Any] = {"user_id": user_id, "score": score, "limit": limit, "offset": offset}
    return list((await session.execute(text(_LISTED), {**values, "named": named})).mappings())


async def count(session: AsyncSession, user_id: int, score: int | None, *, named: bool = False) -> int:
    """Return how many opinions there are."""
    statement = select(func.count()).select_from(Feedback).where(Feedback.user_id == user_id)
    if score is not None:
        statement = statement.where(Feedback.score == score)
    if named:
        statement = statement.where(Feedback.track_id.is_not(None))
    return int((await session.execute(statement)).scalar_one())


async def score_of(session: AsyncSession, user_id: int, track_id: int) -> int:
    """Return 1 for loved, -1 for hated, 0 for nothing said."""
    statement = select(Feedback.score).where(Feedback.user_id == user_id, Feedback.track_id == track_id)
    return int((await session.execute(statement.limit(1))).scalar_one_or_none() or 0)


async def latest_import(session: AsyncSession, user_id: int, service: str) -> int:
    """Return up to when an outside importer has read, 0 if nobody said."""
    statement = select(LatestImport.latest).where(
        LatestImport.user_id == user_id, LatestImport.service == service
    )
    return int((await session.execute(statement)).scalar_one_or_none() or 0)


async def move_latest_import(session: AsyncSession, user_id: int, service: str, moment: int) -> None:
    """Note up to when an outside importer has read; never goes back."""
    statement = upsert(LatestImport).values(user_id=user_id, service=service, latest=moment)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id", "service"],
            set_={"latest": func.greatest(LatestImport.latest, statement.excluded.latest)},
        )
    )
