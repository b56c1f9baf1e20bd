"""The S3 store against a real server that speaks S3 over HTTP.

The server is lenient: it takes bad signatures and expired addresses. Those are tested on our own
signed paths; here sizes are checked again after each upload, whatever the server said.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from moto.server import ThreadedMotoServer

from fixtures.api import Actor
from fixtures.media import SendFile
from musaic.media.adapters import s3
from musaic.media.adapters.s3 import PART_BYTES, S3BlobStore, S3Location
from musaic.media.keys import blob_key
from musaic.media.parts import MediaParts, install
from musaic.media.staging import sha256_of
from musaic.platform.errors import UnavailableError

pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """Return the address of the server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@dataclass(frozen=True)
class Bucket:
    """A store over an empty bucket, and that bucket's client."""

    store: S3BlobStore
    client: Any
    name: str


@pytest_asyncio.fixture
async def bucket(endpoint: str, tmp_path: Path) -> AsyncIterator[Bucket]:
    """Return a store over an empty bucket."""
    location = S3Location(f"media-{uuid4().hex}", "us-east-1", endpoint, "key", "secret")
    store = S3BlobStore(location, scratch=tmp_path / "scratch")
    async with store._client() as client:
        await client.create_bucket(Bucket=location.bucket)
        yield Bucket(store, client, location.bucket)


def make_file(folder: Path, size: int, seed: int = 1) -> tuple[Path, str]:
    path = folder / uuid4().hex
    path.write_bytes(random.Random(seed).randbytes(size))  # noqa: S311
    return path, blob_key(7, sha256_of(path))


async def read(store: S3BlobStore, key: str, start: int, length: int) -> bytes:
    return b"".join([chunk async for chunk in store.read(key, start, length)])


@pytest.mark.parametrize("size", [1, 1000, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES + 12345])
async def test_files_of_any_size_arrive_whole(bucket: Bucket, tmp_path: Path, size: int) -> None:
    path, key = make_file(tmp_path, size)
    assert await bucket.store.stat(key) is None
    await bucket.store.put(path, key)
    found = await bucket.store.stat(key)
    assert found
    assert found.bytes == size
    data = path.read_bytes()
    assert await read(bucket.store, key, 0, size) == data
    assert await read(bucket.store, key, size // 2, size - size // 2) == data[size // 2 :]
    async with bucket.store.local_copy(key) as copy:
        assert copy.read_bytes() == data
    assert not copy.exists()


async def test_a_blob_is_put_once(bucket: Bucket, tmp_path: Path) -> None:
    path, key = make_file(tmp_path, 1000)
    await bucket.store.put(path, key)
    first = await bucket.store.stat(key)
    await bucket.store.put(path, key)
    assert await bucket.store.stat(key) == first


async def test_blobs_are_listed_and_deleted(bucket: Bucket, tmp_path: Path) -> None:
    keys = set()
    for seed in range(3):
        path, key = make_file(tmp_path, 100, seed)
        await bucket.store.put(path, key)
        keys.add(key)
    await bucket.client.put_object(Bucket=bucket.name, Key="someone/else", Body=b"x")
    assert {found.key async for found in bucket.store.stats()} == keys
    for key in keys:
        await bucket.store.delete(key)
        await bucket.store.delete(key)
    assert [found async for found in bucket.store.stats()] == []


async def test_a_server_that_lost_bytes_is_found_out(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = make_file(tmp_path, 1000)

    async def keep_half(self: S3BlobStore, *_: object) -> None:
        async with self._client() as client:
            await client.put_object(Bucket=bucket.name, Key=key, Body=b"half")

    monkeypatch.setattr(s3, "PART_BYTES", 10)
    monkeypatch.setattr(S3BlobStore, "_put_in_parts", keep_half)
    with pytest.raises(UnavailableError):
        await bucket.store.put(path, key)
    assert await bucket.store.stat(key) is None


async def test_an_upload_that_breaks_leaves_no_object_and_no_parts(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = make_file(tmp_path, 3 * PART_BYTES)
    putting = asyncio.create_task(bucket.store.put(path, key))
    while not (await bucket.client.list_multipart_uploads(Bucket=bucket.name)).get("Uploads"):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    putting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await putting
    await bucket.store.remove_partial(timedelta(0))
    assert not (await bucket.client.list_multipart_uploads(Bucket=bucket.name)).get("Uploads")
    assert await bucket.store.stat(key) is None


async def test_parts_that_a_crash_left_are_removed(bucket: Bucket, tmp_path: Path) -> None:
    _, key = make_file(tmp_path, 10)
    await bucket.client.create_multipart_upload(Bucket=bucket.name, Key=key)
    # This server says that every upload began in 2010, so a young one cannot be shown here.
    assert await bucket.store.remove_partial(timedelta(days=365 * 100)) == 0
    assert await bucket.store.remove_partial(timedelta(hours=24)) == 1


async def test_a_presigned_address_serves_ranges_under_our_type_and_name(
    bucket: Bucket, tmp_path: Path
) -> None:
    path, key = make_file(tmp_path, 1000)
    await bucket.store.put(path, key)
    address = await bucket.store.presigned_url(
        key, content_type="audio/flac", disposition='attachment; filename="a.flac"', expires_s=60
    )
    assert address
    assert "X-Amz-Expires=60" in address
    async with httpx.AsyncClient() as client:
        whole = await client.get(address)
        part = await client.get(address, headers={"Range": "bytes=10-19"})
    assert whole.content == path.read_bytes()
    assert whole.headers["content-type"] == "audio/flac"
    assert whole.headers["content-disposition"] == 'attachment; filename="a.flac"'
    assert (part.status_code, part.content) == (206, path.read_bytes()[10:20])


async def test_a_bucket_that_is_away_is_a_pause_not_a_crash(tmp_path: Path) -> None:
    location = S3Location("musaic", "us-east-1", "http://127.0.0.1:9", "key", "secret")
    path, key = make_file(tmp_path, 10)
    with pytest.raises(UnavailableError):
        await S3BlobStore(location, scratch=tmp_path).put(path, key)


@pytest.mark.parametrize("key", ["../x", "7/ab/" + "a" * 64, "x", "7/aa/" + "A" * 64])
async def test_only_our_keys_are_names(bucket: Bucket, key: str) -> None:
    with pytest.raises(ValueError, match="blob key"):
        await bucket.store.stat(key)


async def test_the_application_works_on_a_bucket(
    bucket: Bucket, alice: Actor, media: MediaParts, send_file: SendFile, wav: bytes
) -> None:
    install(replace(media, store=bucket.store))
    sent = (await send_file(alice.client, wav)).json()
    assert (await alice.client.get(sent["url"])).content == wav
    part = await alice.client.get(sent["url"], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, wav[10:20])
    assert max((await alice.client.get(f"/api/v1/media/{sent['id']}/peaks")).json()["points"]) > 0
    install(replace(media, store=bucket.store, direct_downloads=True))
    redirect = await alice.client.get(sent["url"])
    assert redirect.status_code == 307
    async with httpx.AsyncClient() as client:
        assert (await client.get(redirect.headers["location"])).content == wav
    install(replace(media, store=bucket.store))
    assert (await alice.client.delete(f"/api/v1/media/{sent['id']}")).status_code == 204
    assert [found async for found in bucket.store.stats()] == []
