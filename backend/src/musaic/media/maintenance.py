"""What time leaves behind: expired uploads, files nobody refers to, blobs nobody recorded."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from musaic.media import repository, service
from musaic.media.errors import UploadNotFound
from musaic.media.metrics import UPLOADS
from musaic.media.models import Upload
from musaic.media.parts import parts
from musaic.media.uploads import repository as uploads
from musaic.media.uploads.errors import UploadBusy
from musaic.media.uploads.files import locked_part

GRACE = timedelta(hours=24)
_BATCH = 500


@dataclass(frozen=True)
class Garbage:
    """How many of each were collected."""

    uploads: int
    stray_files: int
    assets: int
    deleted_blobs: int
    orphan_blobs: int
    partial_blobs: int


async def collect_garbage(*, grace: timedelta = GRACE) -> Garbage:
    """Collect everything that nobody needs and that is older than ``grace``; safe to run at any time.

    Blobs of assets deleted by their owners are removed whatever their age: that a deletion waits
    for this at all means that the process which deleted them died.
    """
    expired = await _expire_uploads()
    stray = await _remove_stray_files(grace)
    async with parts().database.system_transaction() as session:
        assets = await repository.delete_unreferenced(session, grace)
    return Garbage(
        uploads=expired,
        stray_files=stray,
        assets=assets,
        deleted_blobs=await service.remove_released_blobs(),
        orphan_blobs=await _remove_orphan_blobs(grace),
        partial_blobs=await parts().store.remove_partial(grace),
    )


async def _expire_uploads() -> int:
    """Forget uploads past their time, with their bytes; returns how many were unfinished."""
    async with parts().database.system_transaction() as session:
        rows = await uploads.expired(session, _BATCH)
    unfinished = 0
    for row in rows:
        if not await _remove_part(row):
            continue
        async with parts().database.system_transaction() as session:
            await uploads.delete(session, row.user_id, row.id)
        if row.finished_at is None:
            unfinished += 1
            UPLOADS.labels("tus", "expired").inc()
    return unfinished


async def _remove_part(row: Upload) -> bool:
    """Remove the part file; False when a request is writing it at this moment."""
    try:
        async with locked_part(parts().uploads, row.id, wait_s=0) as part:
            part.remove()
    except UploadNotFound:
        return True
    except UploadBusy:
        return False
    return True


async def _remove_stray_files(grace: timedelta) -> int:
    """Remove files in the working folders that no request and no upload owns."""
    old = await asyncio.to_thread(_old_files, [parts().staging, parts().uploads], grace)
    ids = {_upload_id(path): path for path in old if path.parent == parts().uploads}
    async with parts().database.system_transaction() as session:
        alive = await uploads.unfinished(session, [upload_id for upload_id in ids if upload_id])
    stray = [path for path in old if _upload_id(path) not in alive]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def _old_files(folders: list[Path], grace: timedelta) -> list[Path]:
    before = time.time() - grace.total_seconds()
    found = []
    for folder in folders:
        for path in folder.glob("*"):
            with suppress(FileNotFoundError):  # finished meanwhile
                if path.stat().st_mtime < before:
                    found.append(path)
    return found


def _upload_id(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None


async def _remove_orphan_blobs(grace: timedelta) -> int:
    """Remove old blobs that no asset has: left by a crash between storing and recording."""
    before = datetime.now(UTC) - grace
    removed = 0
    keys: list[str] = []
    async for blob in parts().store.stats():
        if blob.modified < before:
            keys.append(blob.key)
        if len(keys) >= _BATCH:
            removed += await _remove_unknown(keys)
            keys = []
    return removed + await _remove_unknown(keys)


async def _remove_unknown(keys: list[str]) -> int:
    if not keys:
        return 0
    async with parts().database.system_transaction() as session:
        known = await repository.known_blobs(session, keys)
    removed = 0
    for key in keys:
        if key not in known:
            async with parts().database.system_transaction() as session:
                removed += await service.remove_if_unused(session, key, reason="orphan")
    return removed
