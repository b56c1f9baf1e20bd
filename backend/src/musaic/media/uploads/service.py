"""Use cases of resumable uploads: begin, receive a piece, ask, cancel, complete."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media import intake
from musaic.media import repository as assets
from musaic.media import service as media
from musaic.media.errors import EmptyFile, IdempotencyKeyReused, MediaError, UploadInterrupted, UploadNotFound
from musaic.media.metrics import UPLOADS
from musaic.media.models import Upload
from musaic.media.parts import parts
from musaic.media.uploads import repository
from musaic.media.uploads.body import RequestBody
from musaic.media.uploads.errors import ChecksumMismatch, OffsetConflict, TooManyUploads
from musaic.media.uploads.files import PartFile, create_part, locked_part
from musaic.media.uploads.protocol import Checksum, parse_kind, parse_metadata
from musaic.platform.errors import PayloadTooLargeError, StorageFullError

MAX_OPEN = 200
_GLANCE_S = 1.0
_SILENCE_S = 60.0


@dataclass(frozen=True)
class UploadState:
    """How far an upload is; ``media_id`` is set once it has become an asset."""

    id: UUID
    offset: int
    length: int
    metadata_header: str
    expires_at: datetime
    media_id: UUID | None


@dataclass(frozen=True)
class Piece:
    """One body to append at ``offset``; ``length`` is its declared size, None when unknown."""

    body: RequestBody
    offset: int
    length: int | None
    checksum: Checksum | None


async def begin(
    user_id: int, *, length: int, metadata_header: str, idempotency_key: str | None
) -> UploadState:
    """Start an upload of ``length`` bytes.

    Raises BadTusHeader, EmptyFile, PayloadTooLargeError, QuotaExceeded, StorageFullError,
    TooManyUploads, IdempotencyKeyReused.
    """
    metadata = parse_metadata(metadata_header)
    kind = parse_kind(metadata)
    if length == 0:
        raise EmptyFile
    if length > parts().max_upload_bytes:
        raise PayloadTooLargeError
    new = repository.NewUpload(
        user_id=user_id,
        kind=kind,
        filename=intake.clean_filename(metadata.get("filename") or metadata.get("name")),
        length=length,
        metadata_header=metadata_header,
        idempotency_key=idempotency_key,
    )
    async with parts().database.user_transaction(user_id) as session:
        earlier = await _earlier(session, new)
        if earlier is None:
            await media.check_quota(session, user_id, length)
            if await repository.count_open(session, user_id) >= MAX_OPEN:
                raise TooManyUploads
            row = await repository.add(session, new)
            # Before the commit: an upload that anyone can see has its file.
            await asyncio.to_thread(create_part, parts().uploads, row.id, length)
            return _state(row, 0)
    return await state(user_id, earlier.id)


async def receive(user_id: int, upload_id: UUID, piece: Piece) -> UploadState:
    """Append a piece; with the last one the upload becomes an asset.

    Whatever arrived before the connection broke is kept and fsynced, unless the piece carries a
    checksum: then it counts wholly or not at all. Raises UploadNotFound, OffsetConflict, UploadBusy,
    ChecksumMismatch, PayloadTooLargeError, StorageFullError, UploadInterrupted, and what ``state`` raises.
    """
    row = await _find(user_id, upload_id)
    if row.finished_at is not None:
        _require_offset(piece, row.length)
        return _state(row, row.length)
    try:
        async with locked_part(parts().uploads, upload_id) as part:
            _require_offset(piece, part.size)
            if (piece.length or 0) > row.length - part.size:
                raise PayloadTooLargeError
            await _append(part, piece, room=row.length - part.size)
            return await _advance(row, part)
    except UploadNotFound:
        finished = await _if_finished(user_id, upload_id)
        _require_offset(piece, finished.length)
        return finished


async def state(user_id: int, upload_id: UUID) -> UploadState:
    """Return how far the upload is, once no other request writes it; what is told is on disk.

    An upload whose last byte came just before a crash is completed here. Raises UploadNotFound,
    UploadBusy, and for completion the errors of ``probe``, UnsupportedDocument, QuotaExceeded and
    StorageFullError.
    """
    row = await _find(user_id, upload_id)
    if row.finished_at is not None:
        return _state(row, row.length)
    try:
        async with locked_part(parts().uploads, upload_id) as part:
            await part.settle()
            return await _advance(row, part)
    except UploadNotFound:
        return await _if_finished(user_id, upload_id)


async def cancel(user_id: int, upload_id: UUID) -> None:
    """Forget the upload and its bytes; an asset it has become stays. Raises UploadNotFound, UploadBusy."""
    await _find(user_id, upload_id)
    with suppress(UploadNotFound):
        async with locked_part(parts().uploads, upload_id) as part:
            part.remove()
    async with parts().database.user_transaction(user_id) as session:
        await repository.delete(session, user_id, upload_id)
    UPLOADS.labels("tus", "cancelled").inc()


async def _earlier(session: AsyncSession, new: repository.NewUpload) -> Upload | None:
    """Return what was begun under the same Idempotency-Key."""
    if new.idempotency_key is None:
        return None
    await assets.lock_user(session, new.user_id)
    await repository.drop_expired_key(session, new.user_id, new.idempotency_key)
    found = await repository.by_idempotency_key(session, new.user_id, new.idempotency_key)
    if found and (found.length, found.metadata_header) != (new.length, new.metadata_header):
        raise IdempotencyKeyReused
    return found


async def _find(user_id: int, upload_id: UUID) -> Upload:
    async with parts().database.user_transaction(user_id) as session:
        row = await repository.get(session, user_id, upload_id)
    if row is None:
        raise UploadNotFound
    return row


async def _if_finished(user_id: int, upload_id: UUID) -> UploadState:
    """Another request completed the upload (and removed its part) while this one waited."""
    row = await _find(user_id, upload_id)
    if row.finished_at is None:
        raise UploadNotFound
    return _state(row, row.length)


def _require_offset(piece: Piece, offset: int) -> None:
    if piece.offset != offset:
        raise OffsetConflict(headers={"Upload-Offset": str(offset)})


async def _append(part: PartFile, piece: Piece, *, room: int) -> None:
    start = part.size
    if piece.checksum is not None:
        await part.begin_unverified()
    try:
        digest = await _copy(part, piece, room)
        await part.settle()
    except BaseException as error:
        if piece.checksum is not None or isinstance(error, PayloadTooLargeError):
            part.truncate(start)
        else:
            with suppress(StorageFullError):
                await part.settle()
        raise
    if piece.checksum is not None and digest != piece.checksum.digest:
        part.truncate(start)
        raise ChecksumMismatch
    part.verified()


async def _copy(part: PartFile, piece: Piece, room: int) -> bytes:
    """Append the body; return its digest (empty when none was asked for)."""
    running = piece.checksum.new_hash() if piece.checksum else None
    silent_s = 0.0
    while True:
        try:
            data = await piece.body.read(_GLANCE_S)
        except TimeoutError:
            silent_s += _GLANCE_S
            # A connection that was cut without a word must not keep its successor waiting.
            if part.wanted_by_another or silent_s >= _SILENCE_S:
                raise UploadInterrupted from None
            continue
        if data is None:
            return running.digest() if running else b""
        silent_s = 0.0
        room -= len(data)
        if room < 0:
            raise PayloadTooLargeError
        if running:
            running.update(data)
        await part.append(data)


async def _advance(row: Upload, part: PartFile) -> UploadState:
    if part.size == row.length:
        return await _complete(row, part)
    async with parts().database.user_transaction(row.user_id) as session:
        await repository.prolong(session, row.user_id, row.id)
    return _state(await _find(row.user_id, row.id), part.size)


async def _complete(row: Upload, part: PartFile) -> UploadState:
    """Make an asset of a whole upload; after a crash at any point it can be done again."""
    try:
        staged = await intake.stage_part(
            part.path, user_id=row.user_id, kind=parse_kind({"kind": row.kind}), filename=row.filename
        )
        async with parts().database.user_transaction(row.user_id) as session:
            # First finished, so that its reservation does not count beside its bytes.
            await repository.finish(session, row.user_id, row.id, None)
            asset = await media.record(session, staged)
            await repository.finish(session, row.user_id, row.id, asset.id)
    except MediaError:
        await _refuse(row, part)
        raise
    part.remove()
    UPLOADS.labels("tus", "finished").inc()
    return _state(await _find(row.user_id, row.id), row.length)


async def _refuse(row: Upload, part: PartFile) -> None:
    """Forget an upload that can never become an asset: sending it again would not help."""
    part.remove()
    async with parts().database.user_transaction(row.user_id) as session:
        await repository.delete(session, row.user_id, row.id)
    UPLOADS.labels("tus", "refused").inc()


def _state(row: Upload, offset: int) -> UploadState:
    return UploadState(row.id, offset, row.length, row.metadata_header, row.expires_at, row.media_id)
