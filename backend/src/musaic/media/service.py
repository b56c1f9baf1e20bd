"""Use cases on assets: record, find, refer, delete."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID
from weakref import WeakValueDictionary

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media import repository
from musaic.media.assets import AssetKind, MediaAsset, StagedBlob
from musaic.media.audio.facts import AudioFacts
from musaic.media.errors import IdempotencyKeyReused, MediaNotFound, NotAudio, QuotaExceeded
from musaic.media.metrics import BLOBS_REMOVED, BYTES_STORED
from musaic.media.models import MediaAssetRow
from musaic.media.parts import parts
from musaic.platform.database import after_commit
from musaic.platform.errors import UnavailableError
from musaic.platform.pagination import decode_newest_first, newest_first_page

log = structlog.get_logger(__name__)
# Waveforms being computed, so that a page asking twice does not decode twice.
_outlining: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()


def to_asset(row: MediaAssetRow) -> MediaAsset:
    """Return what other rooms may see of a row."""
    return MediaAsset(
        id=row.id,
        user_id=row.user_id,
        kind=row.kind,
        filename=row.filename,
        content_type=row.content_type,
        bytes=row.bytes,
        sha256=row.sha256,
        duration_ms=row.duration_ms,
        sample_rate=row.sample_rate,
        channels=row.channels,
        codec=row.codec,
        blob_key=row.blob_key,
        created_at=row.created_at,
    )


async def find(session: AsyncSession, user_id: int, media_id: UUID, *, deleted: bool = False) -> MediaAsset:
    """Return the user's asset; raises MediaNotFound. ``deleted``: also one that lives on in a room."""
    row = await repository.get(session, user_id, media_id, deleted=deleted)
    if row is None:
        raise MediaNotFound
    return to_asset(row)


async def find_many(session: AsyncSession, user_id: int, ids: Iterable[UUID]) -> dict[UUID, MediaAsset]:
    """Return those of ``ids`` that the user owns."""
    return {row.id: to_asset(row) for row in await repository.get_many(session, user_id, ids)}


async def list_page(
    session: AsyncSession, user_id: int, kind: str | None, cursor: str | None, limit: int
) -> tuple[list[MediaAsset], str | None]:
    """Return at most ``limit`` assets, newest first, and the next cursor; raises InvalidCursorError."""
    after = decode_newest_first(cursor) if cursor else None
    rows = await repository.page(session, user_id, kind, after, limit + 1)
    found, following = newest_first_page(rows, limit)
    return [to_asset(row) for row in found], following


async def check_quota(session: AsyncSession, user_id: int, extra_bytes: int) -> None:
    """Raise QuotaExceeded when ``extra_bytes`` more do not fit; holds a per-user lock until commit."""
    await repository.lock_user(session, user_id)
    if await repository.used_bytes(session, user_id) + extra_bytes > parts().user_quota_bytes:
        raise QuotaExceeded


async def record(
    session: AsyncSession,
    staged: StagedBlob,
    *,
    kind: AssetKind | None = None,
    filename: str | None = None,
    content_type: str | None = None,
    probe: AudioFacts | None = None,
    idempotency_key: str | None = None,
) -> MediaAsset:
    """Make an asset of ``staged`` in this transaction; see ``public``."""
    await repository.lock_user(session, staged.user_id)
    if idempotency_key is not None:
        earlier = await repository.by_idempotency_key(session, staged.user_id, idempotency_key)
        if earlier is not None:
            return _replayed(earlier, staged)
    # From here to the commit the blob cannot be removed.
    await repository.lock_blob(session, staged.blob_key, shared=True)
    if not await repository.has_blob(session, staged.blob_key):
        await _require_blob(staged)
        await check_quota(session, staged.user_id, staged.bytes)
    facts = probe or staged.facts
    row = await repository.add(
        session,
        repository.NewAsset(
            user_id=staged.user_id,
            kind=kind or staged.kind,
            filename=filename or staged.filename,
            content_type=content_type or staged.content_type,
            bytes=staged.bytes,
            sha256=staged.sha256,
            duration_ms=facts.duration_ms if facts else None,
            sample_rate=facts.sample_rate if facts else None,
            channels=facts.channels if facts else None,
            codec=facts.codec if facts else None,
            blob_key=staged.blob_key,
            idempotency_key=idempotency_key,
        ),
    )
    BYTES_STORED.labels(row.kind).inc(row.bytes)
    return to_asset(row)


def _replayed(earlier: MediaAssetRow, staged: StagedBlob) -> MediaAsset:
    if (earlier.sha256, earlier.kind) != (staged.sha256, staged.kind):
        raise IdempotencyKeyReused
    return to_asset(earlier)


async def _require_blob(staged: StagedBlob) -> None:
    found = await parts().store.stat(staged.blob_key)
    if found is None or found.bytes != staged.bytes:
        log.warning("staged_blob_gone", blob_key=staged.blob_key)
        raise UnavailableError


async def add_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Keep an asset alive; raises MediaNotFound when it is not the user's or was deleted."""
    row = await repository.lock_asset(session, media_id)
    if row is None or row.deleted_at is not None:
        raise MediaNotFound
    await repository.add_reference(session, row, room, subject_id)


async def drop_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Take a reference back; deletes the asset when nobody wants it any more."""
    row = await repository.lock_asset(session, media_id)
    if row is None:
        return
    await repository.drop_reference(session, row, room, subject_id)
    wanted = row.kind == "audio" and row.deleted_at is None
    if not wanted and not await repository.is_referenced(session, row):
        await _delete_now(session, row)


async def delete(session: AsyncSession, user_id: int, media_id: UUID) -> None:
    """Delete the user's asset: at once, or with its last reference, hidden until then."""
    row = await repository.lock_asset(session, media_id, user_id)
    if row is None or row.deleted_at is not None:
        raise MediaNotFound
    if await repository.is_referenced(session, row):
        await repository.mark_deleted(session, row)
    else:
        await _delete_now(session, row)


async def _delete_now(session: AsyncSession, row: MediaAssetRow) -> None:
    await repository.delete_asset(session, row)
    after_commit(session, remove_released_blobs)


async def remove_released_blobs() -> int:
    """Remove the blobs of deleted assets from the store; return how many.

    Also run by maintenance, so that a crash right after a deletion only delays it.
    """
    removed = 0
    while True:
        async with parts().database.system_transaction() as session:
            found = await repository.next_removal(session)
            if found is None:
                return removed
            removal_id, key = found
            removed += await remove_if_unused(session, key, reason="deleted")
            await repository.finish_removal(session, removal_id)


async def remove_if_unused(session: AsyncSession, key: str, *, reason: str) -> bool:
    """Remove a blob unless an asset has it; nobody can record it meanwhile."""
    await repository.lock_blob(session, key, shared=False)
    if await repository.has_blob(session, key):
        return False
    await parts().store.delete(key)
    BLOBS_REMOVED.labels(reason).inc()
    return True


async def discard(staged: StagedBlob) -> None:
    """Remove a staged blob that will not be recorded, unless an asset has the same content."""
    async with parts().database.user_transaction(staged.user_id) as session:
        await remove_if_unused(session, staged.blob_key, reason="discarded")


async def outline(user_id: int, media_id: UUID) -> bytes:
    """Return the waveform of an asset, one byte a point; computed once, then kept in its row.

    No transaction is open while it is computed. Raises MediaNotFound, NotAudio and decoding errors.
    """
    lock = _outlining.setdefault(media_id, asyncio.Lock())
    async with lock:
        async with parts().database.user_transaction(user_id) as session:
            row = await repository.get(session, user_id, media_id)
        if row is None:
            raise MediaNotFound
        if row.peaks is not None:
            return row.peaks
        if row.duration_ms is None:
            raise NotAudio
        async with parts().store.local_copy(row.blob_key) as path:
            points = await asyncio.to_thread(_peaks, path)
        async with parts().database.user_transaction(user_id) as session:
            await repository.save_peaks(session, user_id, media_id, points)
        return points


def _peaks(path: Path) -> bytes:
    # NumPy comes with it: an API process loads it with the first waveform that it computes.
    from musaic.media.audio.peaks import peaks  # noqa: PLC0415

    return bytes(peaks(path))
