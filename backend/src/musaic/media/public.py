"""The door of the media room.

Functions that touch stored bytes use the parts that ``entrypoints.wiring.install_media`` set for
this process. Files are always written before the transaction that records them: a crash between
the two leaves an orphan (collected after a day), never a row without bytes.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.media.assets import AssetKind, MediaAsset, StagedBlob
from musaic.media.audio.decode import decode
from musaic.media.audio.facts import AudioFacts, probe
from musaic.media.audio.peaks import peaks

__all__ = [
    "AssetKind",
    "AudioFacts",
    "MediaAsset",
    "StagedBlob",
    "UploadedFile",
    "add_reference",
    "content_url",
    "decode",
    "discard",
    "drop_reference",
    "get_many",
    "get_owned",
    "local_copy",
    "peaks",
    "probe",
    "receive_upload",
    "record",
    "stage_blob",
    "store_produced",
]


class UploadedFile(Protocol):
    """The part of Starlette's ``UploadFile`` that is read here."""

    @property
    def filename(self) -> str | None:
        """Return the name the client gave."""

    async def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes, empty at the end."""


async def get_owned(session: AsyncSession, user_id: int, media_id: UUID) -> MediaAsset:
    """Return the asset; raises MediaNotFoundError unless ``user_id`` owns it.

    Assets that the user deleted but something still refers to are found, so that a transcript can
    still play its audio; ``add_reference`` is what refuses them.
    """
    raise NotImplementedError


async def get_many(session: AsyncSession, user_id: int, ids: Iterable[UUID]) -> dict[UUID, MediaAsset]:
    """Return those of ``ids`` that ``user_id`` owns, by id."""
    raise NotImplementedError


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
    raise NotImplementedError


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

    Raises QuotaExceededError, IdempotencyKeyReusedError, or UnavailableError if the blob was
    collected meanwhile (stage it again).
    """
    raise NotImplementedError


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
    raise NotImplementedError


async def receive_upload(
    upload: UploadedFile, *, user_id: int, kind: AssetKind, max_bytes: int
) -> StagedBlob:
    """Stream ``upload`` to the store, hashed on the way, its type read from its content.

    Raises PayloadTooLargeError, NotAudio…, UnsupportedDocumentError, StorageFullError. Follow it with
    ``record``, and with ``add_reference`` in the same transaction: a document that nothing refers
    to is collected after a day.
    """
    raise NotImplementedError


async def discard(staged: StagedBlob) -> None:
    """Remove a staged blob that will not be recorded, unless an asset has the same content."""
    raise NotImplementedError


def local_copy(asset: MediaAsset) -> AbstractAsyncContextManager[Path]:
    """Give a readable local path: the stored file itself (never write to it), or a download."""
    raise NotImplementedError


def read_content(asset: MediaAsset) -> AsyncIterator[bytes]:
    """Stream the bytes of ``asset``."""
    raise NotImplementedError


def content_url(asset: MediaAsset, *, download: bool = False) -> str:
    """Return a signed, expiring, Range-capable path (``/api/v1/media/…``) for a player or a download."""
    raise NotImplementedError


async def add_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Keep the asset alive for ``subject_id`` of ``room``; idempotent.

    Raises MediaNotFoundError when the session's user does not own it or has deleted it.
    """
    raise NotImplementedError


async def drop_reference(session: AsyncSession, media_id: UUID, room: str, subject_id: UUID) -> None:
    """Take the reference back; idempotent.

    When it was the last one, a stem or document is deleted, and so is an audio file that its owner
    had deleted. A library file whose owner wants it stays.
    """
    raise NotImplementedError
