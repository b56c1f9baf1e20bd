"""Every query on resumable uploads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media.models import Upload

LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class NewUpload:
    """The columns of an upload about to begin."""

    user_id: int
    kind: str
    filename: str
    length: int
    metadata_header: str
    idempotency_key: str | None


async def add(session: AsyncSession, new: NewUpload) -> Upload:
    """Insert an upload that expires a day from now."""
    row = Upload(**vars(new), expires_at=await session.scalar(select(func.now() + LIFETIME)))
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def get(session: AsyncSession, user_id: int, upload_id: UUID) -> Upload | None:
    """Return the user's upload unless it has expired."""
    query = select(Upload).where(
        Upload.id == upload_id, Upload.user_id == user_id, Upload.expires_at > func.now()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def by_idempotency_key(session: AsyncSession, user_id: int, key: str) -> Upload | None:
    """Return the upload that was begun under ``key``."""
    query = select(Upload).where(
        Upload.user_id == user_id, Upload.idempotency_key == key, Upload.expires_at > func.now()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def count_open(session: AsyncSession, user_id: int) -> int:
    """Return how many uploads of the user are unfinished."""
    query = select(func.count()).where(
        Upload.user_id == user_id, Upload.finished_at.is_(None), Upload.expires_at > func.now()
    )
    return await session.scalar(query) or 0


async def prolong(session: AsyncSession, user_id: int, upload_id: UUID) -> None:
    """Let the upload live a day from now: it has just moved."""
    own = (Upload.id == upload_id, Upload.user_id == user_id)
    await session.execute(update(Upload).where(*own).values(expires_at=func.now() + LIFETIME))


async def finish(session: AsyncSession, user_id: int, upload_id: UUID, media_id: UUID | None) -> None:
    """Note that the upload became ``media_id``; it no longer counts against the quota."""
    own = (Upload.id == upload_id, Upload.user_id == user_id)
    values = {"finished_at": func.now(), "media_id": media_id, "expires_at": func.now() + LIFETIME}
    await session.execute(update(Upload).where(*own).values(values))


async def delete(session: AsyncSession, user_id: int, upload_id: UUID) -> None:
    """Forget an upload."""
    await session.execute(sql_delete(Upload).where(Upload.id == upload_id, Upload.user_id == user_id))


async def expired(session: AsyncSession, limit: int) -> Sequence[Upload]:
    """Return uploads past their time, of everyone (system only)."""
    query = select(Upload).where(Upload.expires_at <= func.now()).order_by(Upload.expires_at).limit(limit)
    return (await session.execute(query)).scalars().all()


async def drop_expired_key(session: AsyncSession, user_id: int, key: str) -> None:
    """Free an Idempotency-Key that an expired upload still holds; the upload itself goes later."""
    holder = (Upload.user_id == user_id, Upload.idempotency_key == key, Upload.expires_at <= func.now())
    await session.execute(update(Upload).where(*holder).values(idempotency_key=None))


async def unfinished(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of ``ids`` that are known and not finished, of everyone (system only)."""
    query = select(Upload.id).where(Upload.id.in_(ids), Upload.finished_at.is_(None))
    return set((await session.execute(query)).scalars())
