"""Every query on assets, references and removals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, exists, func, literal, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media.models import MediaAssetRow as Asset
from musaic.media.models import MediaReference, MediaRemoval, Upload

_LOCK_SHARED = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_REFERENCED = exists().where(MediaReference.media_id == Asset.id)


@dataclass(frozen=True)
class NewAsset:
    """The columns of an asset about to be recorded."""

    user_id: int
    kind: str
    filename: str
    content_type: str
    bytes: int
    sha256: str
    duration_ms: int | None
    sample_rate: int | None
    channels: int | None
    codec: str | None
    blob_key: str
    idempotency_key: str | None


async def get(session: AsyncSession, user_id: int, media_id: UUID, *, deleted: bool = False) -> Asset | None:
    """Return the user's asset; ``deleted``: also one that its owner deleted while it is in use."""
    query = select(Asset).where(Asset.id == media_id, Asset.user_id == user_id)
    if not deleted:
        query = query.where(Asset.deleted_at.is_(None))
    return (await session.execute(query)).scalar_one_or_none()


async def get_many(session: AsyncSession, user_id: int, ids: Iterable[UUID]) -> Sequence[Asset]:
    """Return those of ``ids`` that the user owns, deleted ones too."""
    query = select(Asset).where(Asset.id.in_(list(ids)), Asset.user_id == user_id)
    return (await session.execute(query)).scalars().all()


async def page(
    session: AsyncSession, user_id: int, kind: str | None, after: tuple[datetime, UUID] | None, limit: int
) -> Sequence[Asset]:
    """Return the newest assets first, from just after ``after``."""
    query = select(Asset).where(Asset.user_id == user_id, Asset.deleted_at.is_(None))
    if kind is not None:
        query = query.where(Asset.kind == kind)
    if after is not None:
        query = query.where(tuple_(Asset.created_at, Asset.id) < tuple_(literal(after[0]), literal(after[1])))
    query = query.order_by(Asset.created_at.desc(), Asset.id.desc()).limit(limit)
    return (await session.execute(query)).scalars().all()


async def by_idempotency_key(session: AsyncSession, user_id: int, key: str) -> Asset | None:
    """Return the asset that was made under ``key``."""
    query = select(Asset).where(Asset.user_id == user_id, Asset.idempotency_key == key)
    return (await session.execute(query)).scalar_one_or_none()


async def add(session: AsyncSession, new: NewAsset) -> Asset:
    """Insert an asset."""
    row = Asset(**vars(new))
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row


async def lock_user(session: AsyncSession, user_id: int) -> None:
    """Let one transaction at a time change how much the user stores."""
    await session.execute(_LOCK, {"name": f"media-user:{user_id}"})


async def lock_blob(session: AsyncSession, key: str, *, shared: bool) -> None:
    """Keep a blob from being removed (shared) or from being recorded (not shared) until the end."""
    await session.execute(_LOCK_SHARED if shared else _LOCK, {"name": f"media-blob:{key}"})


async def used_bytes(session: AsyncSession, user_id: int) -> int:
    """Return the bytes of the user's blobs, each once, and of what open uploads may still bring."""
    blobs = (
        select(Asset.blob_key, func.max(Asset.bytes).label("bytes"))
        .where(Asset.user_id == user_id)
        .group_by(Asset.blob_key)
        .subquery()
    )
    stored = await session.scalar(select(func.coalesce(func.sum(blobs.c.bytes), 0)))
    reserved = await session.scalar(
        select(func.coalesce(func.sum(Upload.length), 0)).where(
            Upload.user_id == user_id, Upload.finished_at.is_(None), Upload.expires_at > func.now()
        )
    )
    return int(stored or 0) + int(reserved or 0)


async def has_blob(session: AsyncSession, key: str) -> bool:
    """Tell whether any asset that this session sees has the blob."""
    return bool(await session.scalar(select(exists().where(Asset.blob_key == key))))


async def known_blobs(session: AsyncSession, keys: Sequence[str]) -> set[str]:
    """Return those of ``keys`` that an asset has."""
    query = select(Asset.blob_key).where(Asset.blob_key.in_(keys)).distinct()
    return set((await session.execute(query)).scalars())


async def save_peaks(session: AsyncSession, user_id: int, media_id: UUID, peaks: bytes) -> None:
    """Keep the outline of an asset."""
    await session.execute(
        update(Asset).where(Asset.id == media_id, Asset.user_id == user_id).values(peaks=peaks)
    )


async def lock_asset(session: AsyncSession, media_id: UUID, user_id: int | None = None) -> Asset | None:
    """Return the asset, its references frozen until the end of the transaction."""
    query = select(Asset).where(Asset.id == media_id).with_for_update()
    if user_id is not None:
        query = query.where(Asset.user_id == user_id)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def add_reference(session: AsyncSession, asset: Asset, room: str, subject_id: UUID) -> None:
    """Insert a reference unless it is there."""
    values = {"media_id": asset.id, "room": room, "subject_id": subject_id, "user_id": asset.user_id}
    await session.execute(insert(MediaReference).values(values).on_conflict_do_nothing())


async def drop_reference(session: AsyncSession, asset: Asset, room: str, subject_id: UUID) -> None:
    """Delete a reference."""
    await session.execute(
        delete(MediaReference).where(
            MediaReference.media_id == asset.id,
            MediaReference.user_id == asset.user_id,
            MediaReference.room == room,
            MediaReference.subject_id == subject_id,
        )
    )


async def is_referenced(session: AsyncSession, asset: Asset) -> bool:
    """Tell whether anything still refers to the asset."""
    query = select(
        exists().where(MediaReference.media_id == asset.id, MediaReference.user_id == asset.user_id)
    )
    return bool(await session.scalar(query))


async def delete_asset(session: AsyncSession, asset: Asset) -> None:
    """Delete the row; a trigger notes its blob for removal."""
    await session.delete(asset)
    await session.flush()


async def mark_deleted(session: AsyncSession, asset: Asset) -> None:
    """Hide the asset from its owner; it goes with its last reference."""
    asset.deleted_at = await session.scalar(select(func.now()))
    asset.idempotency_key = None
    await session.flush()


async def delete_unreferenced(session: AsyncSession, max_age: timedelta) -> int:
    """Delete made files and documents that nothing refers to after ``max_age`` (system only)."""
    old = Asset.created_at < func.now() - max_age
    gone = Asset.kind.in_(("stem", "document")) | Asset.deleted_at.is_not(None)
    result = await session.execute(delete(Asset).where(old, gone, ~_REFERENCED))
    return cast("CursorResult[object]", result).rowcount


async def next_removal(session: AsyncSession) -> tuple[int, str] | None:
    """Return id and key of a blob to remove, locked for this transaction (system only)."""
    query = select(MediaRemoval.id, MediaRemoval.blob_key).order_by(MediaRemoval.id).limit(1)
    row = (await session.execute(query.with_for_update(skip_locked=True))).one_or_none()
    return (row[0], row[1]) if row else None


async def finish_removal(session: AsyncSession, removal_id: int) -> None:
    """Take a blob off the list (system only)."""
    await session.execute(delete(MediaRemoval).where(MediaRemoval.id == removal_id))
