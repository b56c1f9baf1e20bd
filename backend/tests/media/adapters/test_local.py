import errno
import os
import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from musaic.media.adapters import local
from musaic.media.adapters.local import LocalBlobStore
from musaic.media.keys import blob_key
from musaic.media.staging import sha256_of

pytestmark = pytest.mark.asyncio


def make_file(folder: Path, content: bytes = b"some bytes") -> tuple[Path, str]:
    path = folder / "source"
    path.write_bytes(content)
    return path, blob_key(7, sha256_of(path))


async def read(store: LocalBlobStore, key: str, start: int, length: int) -> bytes:
    return b"".join([chunk async for chunk in store.read(key, start, length)])


async def test_a_blob_shares_the_disk_blocks_of_its_source(tmp_path: Path) -> None:
    store = LocalBlobStore(tmp_path / "blobs")
    path, key = make_file(tmp_path)
    await store.put(path, key)
    async with store.local_copy(key) as blob:
        assert blob.stat().st_ino == path.stat().st_ino
        assert blob.stat().st_mode & 0o777 == 0o440
    await store.put(path, key)
    assert list(blob.parent.iterdir()) == [blob]
    assert await read(store, key, 5, 3) == b"byt"


async def test_across_disks_the_bytes_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    store = LocalBlobStore(tmp_path / "blobs")
    path, key = make_file(tmp_path)
    await store.put(path, key)
    path.unlink()
    assert await read(store, key, 0, 100) == b"some bytes"


async def test_a_copy_that_fails_half_way_is_never_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_: Path, target: Path) -> None:
        target.write_bytes(b"some")
        raise OSError(errno.EIO, "the disk died")

    monkeypatch.setattr(local, "_link_or_copy", half)
    store = LocalBlobStore(tmp_path / "blobs")
    path, key = make_file(tmp_path)
    with pytest.raises(OSError, match="died"):
        await store.put(path, key)
    assert await store.stat(key) is None
    assert [file for file in (tmp_path / "blobs").rglob("*") if file.is_file()] == []


async def test_a_damaged_blob_is_replaced_when_its_content_comes_again(tmp_path: Path) -> None:
    store = LocalBlobStore(tmp_path / "blobs")
    path, key = make_file(tmp_path)
    shutil.copy(path, tmp_path / "again")
    await store.put(path, key)
    blob = tmp_path / "blobs" / key
    blob.chmod(0o600)
    os.truncate(blob, 3)
    await store.put(tmp_path / "again", key)
    assert await read(store, key, 0, 100) == b"some bytes"


async def test_putting_the_same_at_once_ends_with_one_whole_blob(tmp_path: Path) -> None:
    store = LocalBlobStore(tmp_path / "blobs")
    sources = []
    for number in range(8):
        source = tmp_path / str(number)
        source.write_bytes(b"same" * 1000)
        sources.append(source)
    key = blob_key(7, sha256_of(sources[0]))
    threads = [threading.Thread(target=store._put, args=(source, store._path(key))) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found.key async for found in store.stats()] == [key]
    assert await read(store, key, 0, 10_000) == b"same" * 1000
    blob = tmp_path / "blobs" / key
    assert list(blob.parent.iterdir()) == [blob]


async def test_what_a_crash_left_is_removed_when_it_is_old(tmp_path: Path) -> None:
    store = LocalBlobStore(tmp_path / "blobs")
    path, key = make_file(tmp_path)
    await store.put(path, key)
    (tmp_path / "blobs" / key).with_name(".left").write_bytes(b"half")
    assert await store.remove_partial(timedelta(hours=24)) == 0
    assert await store.remove_partial(timedelta(seconds=-1)) == 1
    assert await store.stat(key) is not None


@pytest.mark.parametrize("key", ["../../etc/passwd", "7/../x", "/etc/passwd", ""])
async def test_only_our_keys_become_paths(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="blob key"):
        await LocalBlobStore(tmp_path).stat(key)
