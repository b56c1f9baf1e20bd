"""Blobs in an S3 bucket; whatever a server claims about them is checked by asking it for the size."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import structlog
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import BotoCoreError, ClientError

from musaic.media import disk
from musaic.media.keys import is_blob_key
from musaic.media.ports import BlobStat
from musaic.platform.errors import StorageFullError, UnavailableError

MEBIBYTE = 1024 * 1024
PART_BYTES = 8 * MEBIBYTE
_MAX_PARTS = 10_000
_READ_CHUNK = 256 * 1024
_FRESH = timedelta(hours=12)
_MISSING = {"404", "NoSuchKey", "NotFound"}
_FULL = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "507"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class S3Location:
    """A bucket and who we are there; without keys the machine's own identity is used."""

    bucket: str
    region: str
    endpoint_url: str | None
    access_key: str | None
    secret_key: str | None


class S3BlobStore:
    """Objects ``<user>/<2 hex>/<sha256>`` of one private bucket."""

    def __init__(self, location: S3Location, *, scratch: Path) -> None:
        self._location = location
        self._scratch = scratch
        self._session = get_session()

    async def put(self, source: Path, key: str) -> None:
        """Upload the file in parts of at least 8 MiB; an object appears only when all have arrived."""
        size = (await asyncio.to_thread(source.stat)).st_size
        found = await self.stat(key)
        if found and found.bytes == size and datetime.now(UTC) - found.modified < _FRESH:
            return
        async with self._client() as client:
            if size <= PART_BYTES:
                body = await asyncio.to_thread(source.read_bytes)
                await client.put_object(Bucket=self._location.bucket, Key=key, Body=body)
            else:
                await self._put_in_parts(client, source, key, size)
        await self._check_size(key, size)

    async def stat(self, key: str) -> BlobStat | None:
        """Return size and age, None when there is no such blob."""
        _require_key(key)
        async with self._client() as client:
            try:
                head = await client.head_object(Bucket=self._location.bucket, Key=key)
            except ClientError as error:
                if _code(error) in _MISSING:
                    return None
                raise
        return BlobStat(key, head["ContentLength"], head["LastModified"])

    async def read(self, key: str, start: int, length: int) -> AsyncIterator[bytes]:
        """Stream ``length`` bytes from ``start``."""
        _require_key(key)
        if length == 0:
            return
        wanted = f"bytes={start}-{start + length - 1}"
        async with self._client() as client:
            reply = await client.get_object(Bucket=self._location.bucket, Key=key, Range=wanted)
            async with reply["Body"] as body:
                async for chunk in body.iter_chunks(_READ_CHUNK):
                    yield chunk

    def local_copy(self, key: str) -> AbstractAsyncContextManager[Path]:
        """Download the blob; the file is removed when the block ends."""
        return self._download(key)

    @asynccontextmanager
    async def _download(self, key: str) -> AsyncIterator[Path]:
        found = await self.stat(key)
        if found is None:
            raise UnavailableError
        await asyncio.to_thread(disk.make_folder, self._scratch)
        path = self._scratch / uuid4().hex
        try:
            with disk.full_disk_named(), path.open("xb") as file:
                async for chunk in self.read(key, 0, found.bytes):
                    await asyncio.to_thread(file.write, chunk)
            if path.stat().st_size != found.bytes:
                raise UnavailableError
            yield path
        finally:
            path.unlink(missing_ok=True)

    async def delete(self, key: str) -> None:
        """Remove the object; not an error when there is none."""
        _require_key(key)
        async with self._client() as client:
            await client.delete_object(Bucket=self._location.bucket, Key=key)

    async def stats(self) -> AsyncIterator[BlobStat]:
        """Go through every blob; other objects of the bucket are none of our business."""
        async with self._client() as client:
            pages = client.get_paginator("list_objects_v2").paginate(Bucket=self._location.bucket)
            async for page in pages:
                for found in page.get("Contents", []):
                    if is_blob_key(found["Key"]):
                        yield BlobStat(found["Key"], found["Size"], found["LastModified"])

    async def remove_partial(self, max_age: timedelta) -> int:
        """Abort multipart uploads that a crash left behind."""
        before = datetime.now(UTC) - max_age
        removed = 0
        async with self._client() as client:
            listed = await client.list_multipart_uploads(Bucket=self._location.bucket)
            for upload in listed.get("Uploads", []):
                if upload["Initiated"] < before and is_blob_key(upload["Key"]):
                    await self._abort(client, upload["Key"], upload["UploadId"])
                    removed += 1
        return removed

    async def presigned_url(
        self, key: str, *, content_type: str, disposition: str, expires_s: int
    ) -> str | None:
        """Return an address at the bucket that gives the blob under that type and name."""
        _require_key(key)
        async with self._client() as client:
            address: str = await client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._location.bucket,
                    "Key": key,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": disposition,
                },
                ExpiresIn=expires_s,
            )
        return address

    async def check_room(self, size: int) -> None:
        """Check the disk on which uploads are received before they go to the bucket."""
        await asyncio.to_thread(disk.make_folder, self._scratch)
        await asyncio.to_thread(disk.check_room, self._scratch, size)

    async def _put_in_parts(self, client: Any, source: Path, key: str, size: int) -> None:
        target = {"Bucket": self._location.bucket, "Key": key}
        upload_id = (await client.create_multipart_upload(**target))["UploadId"]
        step = max(PART_BYTES, -(-size // _MAX_PARTS))
        parts: list[dict[str, Any]] = []
        try:
            with source.open("rb") as file:
                while body := await asyncio.to_thread(file.read, step):
                    number = len(parts) + 1
                    reply = await client.upload_part(
                        **target, UploadId=upload_id, PartNumber=number, Body=body
                    )
                    parts.append({"PartNumber": number, "ETag": reply["ETag"]})
            await client.complete_multipart_upload(
                **target, UploadId=upload_id, MultipartUpload={"Parts": parts}
            )
        except BaseException:
            await self._abort(client, key, upload_id)
            raise

    async def _abort(self, client: Any, key: str, upload_id: str) -> None:
        try:
            await client.abort_multipart_upload(Bucket=self._location.bucket, Key=key, UploadId=upload_id)
        except (BotoCoreError, ClientError):
            log.warning("multipart_abort_failed", key=key)

    async def _check_size(self, key: str, size: int) -> None:
        found = await self.stat(key)
        if found is None or found.bytes != size:
            log.error("stored_size_differs", key=key, expected=size, found=found and found.bytes)
            await self.delete(key)
            raise UnavailableError

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Any]:
        """Give a client; what goes wrong with the bucket leaves as an error of ours."""
        try:
            async with self._session.create_client(
                "s3",
                region_name=self._location.region,
                endpoint_url=self._location.endpoint_url,
                aws_access_key_id=self._location.access_key,
                aws_secret_access_key=self._location.secret_key,
                config=AioConfig(
                    signature_version="s3v4",
                    connect_timeout=5,
                    read_timeout=60,
                    retries={"max_attempts": 3, "mode": "standard"},
                    s3={"addressing_style": "path" if self._location.endpoint_url else "auto"},
                ),
            ) as client:
                yield client
        except ClientError as error:
            if _code(error) in _FULL:
                raise StorageFullError from error
            log.warning("bucket_refused", code=_code(error))
            raise UnavailableError from error
        except BotoCoreError as error:
            log.warning("bucket_away", error=type(error).__name__)
            raise UnavailableError from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _require_key(key: str) -> None:
    if not is_blob_key(key):
        message = f"Not a blob key: {key!r}"
        raise ValueError(message)
