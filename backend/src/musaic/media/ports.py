"""What the media room needs of a place that keeps bytes."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class BlobStat:
    """A stored blob: ``modified`` is when it was last put."""

    key: str
    bytes: int
    modified: datetime


class BlobStore(Protocol):
    """Immutable blobs under content-hash keys; every method raises UnavailableError when it is away."""

    async def put(self, source: Path, key: str) -> None:
        """Store the file; durable and wholly visible on return, not visible at all on error.

        ``source`` stays where it is, and must not be written afterwards. Idempotent; raises StorageFullError.
        """

    async def stat(self, key: str) -> BlobStat | None:
        """Return size and age, None when there is no such blob."""

    def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        """Stream ``length`` bytes from ``start``."""

    def local_copy(self, key: str) -> AbstractAsyncContextManager[Path]:
        """Give a local path to read, valid inside the block."""

    async def delete(self, key: str) -> None:
        """Remove the blob; not an error when there is none."""

    def stats(self) -> AsyncIterator[BlobStat]:
        """Go through every blob."""

    async def remove_partial(self, max_age: timedelta) -> int:
        """Remove what interrupted puts older than ``max_age`` left; return how many."""

    async def presigned_url(
        self, key: str, *, content_type: str, disposition: str, expires_s: int
    ) -> str | None:
        """Return an expiring address at the store itself; None when it has no address of its own."""

    async def check_room(self, size: int) -> None:
        """Raise StorageFullError when ``size`` bytes certainly do not fit."""
