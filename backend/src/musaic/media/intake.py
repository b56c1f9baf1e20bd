"""From a stream or a file to a staged blob: written, hashed, sniffed, put into the store."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from typing import Protocol

from musaic.media.assets import AssetKind, StagedBlob
from musaic.media.audio.facts import AudioFacts
from musaic.media.errors import EmptyFile
from musaic.media.keys import blob_key
from musaic.media.parts import parts
from musaic.media.sniff import sniff
from musaic.media.staging import StagedFile, sha256_of
from musaic.platform.errors import PayloadTooLargeError

MAX_FILENAME = 255
_READ = 256 * 1024


class UploadedFile(Protocol):
    """The part of Starlette's ``UploadFile`` that is read here."""

    @property
    def filename(self) -> str | None:
        """Return the name the client gave."""

    async def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes, empty at the end."""


def clean_filename(name: str | None) -> str:
    """Return the last part of a client's file name, without control characters, at most 255 long."""
    last = PurePosixPath((name or "").replace("\\", "/")).name
    printable = "".join(letter for letter in last if letter.isprintable()).strip()
    return printable[-MAX_FILENAME:] or "upload"


async def stage_stream(
    chunks: AsyncIterator[bytes], *, user_id: int, kind: AssetKind, filename: str | None, max_bytes: int
) -> StagedBlob:
    """Stage what arrives in ``chunks``; see ``public.receive_upload`` for the errors."""
    here = parts()
    async with StagedFile(here.staging) as file:
        async for chunk in chunks:
            if file.bytes + len(chunk) > max_bytes:
                raise PayloadTooLargeError
            await file.write(chunk)
        sha256 = await file.finish()
        return await _put(file.path, sha256, user_id=user_id, kind=kind, filename=filename)


async def stage_part(path: Path, *, user_id: int, kind: AssetKind, filename: str) -> StagedBlob:
    """Stage the finished file of a resumable upload; it stays in place until the caller removes it."""
    sha256 = await asyncio.to_thread(sha256_of, path)
    return await _put(path, sha256, user_id=user_id, kind=kind, filename=filename)


async def stage_blob(
    path: Path,
    user_id: int,
    *,
    kind: AssetKind = "stem",
    filename: str = "",
    content_type: str = "application/octet-stream",
    probe: AudioFacts | None = None,
) -> StagedBlob:
    """Move a job's file into the store; see ``public``."""
    sha256 = await asyncio.to_thread(sha256_of, path)
    key = blob_key(user_id, sha256)
    state = await asyncio.to_thread(path.stat)
    await parts().store.put(path, key)
    await asyncio.to_thread(path.unlink)
    name = clean_filename(filename or path.name)
    return StagedBlob(user_id, key, state.st_size, sha256, kind, name, content_type, probe)


async def _put(path: Path, sha256: str, *, user_id: int, kind: AssetKind, filename: str | None) -> StagedBlob:
    size = (await asyncio.to_thread(path.stat)).st_size
    if size == 0:
        raise EmptyFile
    sniffed = await asyncio.to_thread(sniff, path, kind)
    key = blob_key(user_id, sha256)
    await parts().store.put(path, key)
    name = clean_filename(filename)
    return StagedBlob(user_id, key, size, sha256, kind, name, sniffed.content_type, sniffed.facts)


async def read_upload(upload: UploadedFile) -> AsyncIterator[bytes]:
    """Stream an already parsed upload."""
    while chunk := await upload.read(_READ):
        yield chunk
