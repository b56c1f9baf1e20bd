"""The door of the media room.

Functions that touch stored bytes use the parts that ``entrypoints.wiring.install_media`` set for
this process. Files are always written before the transaction that records them: a crash between
the two leaves an orphan (collected after a day), never a row without bytes.

An asset lives as long as somebody wants it. A library file (kind ``audio``) is wanted by its owner
until deleted, and by every reference; a ``stem`` or ``document`` only by its references. When the
last one goes, the row goes in the same transaction and the bytes right after the commit.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media import intake, service
from musaic.media.assets import AssetKind, MediaAsset, StagedBlob
from musaic.media.audio.facts import AudioFacts, probe
from musaic.media.errors import (
    AudioTooLong,
    BadMultipart,
    EmptyFile,
    MediaError,
    MediaNotFound,
    NotAudio,
    QuotaExceeded,
    UndecodableAudio,
    UnsupportedAudio,
    UnsupportedDocument,
)
from musaic.media.intake import UploadedFile
from musaic.media.maintenance import Garbage, collect_garbage
from musaic.media.multipart import FormStream
from musaic.media.parts import parts
from musaic.platform import late

if TYPE_CHECKING:
    from musaic.media.audio.decode import decode
    from musaic.media.audio.encode import FlacSink, transcode
    from musaic.media.audio.peaks import PeakMeter, peaks

# What brings NumPy, libsndfile or PyAV waits for the first job that asks for it.
__getattr__ = late.exports(
    __name__,
    {
        "decode": "musaic.media.audio.decode",
        "FlacSink": "musaic.media.audio.encode",
        "transcode": "musaic.media.audio.encode",
        "PeakMeter": "musaic.media.audio.peaks",
        "peaks": "musaic.media.audio.peaks",
    },
)

__all__ = [
    "AssetKind",
    "AudioFacts",
    "AudioTooLong",
    "BadMultipart",
    "EmptyFile",
    "FlacSink",
    "Garbage",
    "MediaAsset",
    "MediaError",
    "MediaNotFound",
    "NotAudio",
    "PeakMeter",
    "QuotaExceeded",
    "StagedBlob",
    "UndecodableAudio",
    "UnsupportedAudio",
    "UnsupportedDocument",
    "UploadedFile",
    "add_reference",
    "check_quota",
    "collect_garbage",
    "content_url",
    "decode",
    "delete",
    "discard",
    "drop_reference",
    "get_many",
    "get_owned",
    "local_copy",
    "peaks",
    "probe",
    "read_content",
    "receive_form",
    "receive_upload",
    "record",
    "stage_blob",
    "store_produced",
    "transcode",
]


async def get_owned(session: AsyncSession, user_id: int, media_id: UUID) -> MediaAsset:
    """Return the asset; raises MediaNotFound unless ``user_id`` owns it.

    Assets that the user deleted but something still refers to are found, so that a transcript can
    still play its audio; ``add_reference`` is what refuses them.
    """
    return await service.find(session, user_id, media_id, deleted=True)


async def get_many(session: AsyncSession, user_id: int, ids: Iterable[UUID]) -> dict[UUID, MediaAsset]:
    """Return those of ``ids`` that ``user_id`` owns, by id."""
    return await service.find_many(session, user_id, ids)


async def delete(session: AsyncSession, user_id: int, media_id: UUID) -> None:
    """Delete the user's asset: at once, or with its last reference. Raises MediaNotFound."""
    await service.delete(session, user_id, media_id)


async def check_quota(session: AsyncSession, user_id: int, extra_bytes: int) -> None:
    """Raise QuotaExceeded when ``extra_bytes`` more do not fit: ask before costly work, not after."""
    await service.check_quota(session, user_id, extra_bytes)


async def stage_blob(
    path: Path,
    user_id: int,
    *,
    kind: AssetKind = "stem",
    filename: str = "",
    content_type: str = "application/octet-stream",
    probe: AudioFacts | None = None,
) -> StagedBlob:
    """Move the file at ``path`` into the store under its content hash; durable on return.

    Raises StorageFullError. Call it before the transaction that records the blob.
    """
    return await intake.stage_blob(
        path, user_id, kind=kind, filename=filename, content_type=content_type, probe=probe
    )


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
    """Make an asset of ``staged`` in this transaction; arguments override what it carries.

    Raises QuotaExceeded, IdempotencyKeyReused (the key belongs to another content), or
    UnavailableError if the blob was collected meanwhile (stage it again). Until the commit no
    other transaction can change what this user stores: keep it short.
    """
    return await service.record(
        session,
        staged,
        kind=kind,
        filename=filename,
        content_type=content_type,
        probe=probe,
        idempotency_key=idempotency_key,
    )


async def store_produced(
    session: AsyncSession,
    user_id: int,
    path: Path,
    *,
    filename: str,
    content_type: str,
    kind: AssetKind,
    probe: AudioFacts | None,
) -> MediaAsset:
    """``stage_blob`` and ``record`` in one, for files small enough to store within a transaction."""
    staged = await intake.stage_blob(
        path, user_id, kind=kind, filename=filename, content_type=content_type, probe=probe
    )
    return await service.record(session, staged)


async def receive_upload(
    upload: UploadedFile, *, user_id: int, kind: AssetKind, max_bytes: int
) -> StagedBlob:
    """Stream ``upload`` to the store, hashed on the way, its type read from its content.

    Raises PayloadTooLargeError, EmptyFile, UnsupportedDocument or the errors of ``probe``, and
    StorageFullError. Follow it with ``record``, and with ``add_reference`` in the same transaction:
    a document that nothing refers to is collected after a day. Prefer ``receive_form`` for files
    that may be large: the framework has written an ``UploadFile`` to disk once already.
    """
    return await intake.stage_stream(
        intake.read_upload(upload), user_id=user_id, kind=kind, filename=upload.filename, max_bytes=max_bytes
    )


async def receive_form(
    stream: AsyncIterator[bytes], content_type: str, *, user_id: int, kind: AssetKind, max_bytes: int
) -> tuple[StagedBlob, dict[str, str]]:
    """``receive_upload`` for a raw multipart body: its field ``file``, and its text fields.

    Pass ``request.stream()`` and the Content-Type header. Further raises BadMultipart.
    """
    form = FormStream(stream, content_type)
    filename = await form.open()
    staged = await intake.stage_stream(
        form.chunks(), user_id=user_id, kind=kind, filename=filename, max_bytes=max_bytes
    )
    return staged, form.fields


async def discard(staged: StagedBlob) -> None:
    """Remove a staged blob that will not be recorded, unless an asset has the same content."""
    await service.discard(staged)


def local_copy(asset: MediaAsset) -> AbstractAsyncContextManager[Path]:
    """Give a readable local path: the stored file itself (never write to it), or a download."""
    return parts().store.local_copy(asset.blob_key)


def read_content(asset: MediaAsset) -> AsyncIterator[bytes]:
    """Stream the bytes of ``asset``."""
    return parts().store.read(asset.blob_key, 0, asset.bytes)


def content_url(asset: MediaAsset, *, download: bool = False) -> str:
    """Return a signed path (``/api/v1/media/…``), good for six hours, for a player or a download."""
    return parts().signer.path(asset.id, asset.user_id, "attachment" if download else "inline")


async def add_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Keep the asset alive for ``subject_id`` of ``room``; idempotent.

    Raises MediaNotFound when the session's user does not own it or has deleted it.
    """
    await service.add_reference(session, media_id, room, subject_id)


async def drop_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Take the reference back; idempotent.

    When it was the last one, a stem or document is deleted, and so is an audio file that its owner
    had deleted. A library file whose owner wants it stays.
    """
    await service.drop_reference(session, media_id, room, subject_id)
