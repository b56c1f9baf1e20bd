"""F16: the disk is full; the answer is 507, nothing half-written is seen, and life goes on."""

import hashlib
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from fixtures.api import Actor
from fixtures.media import ApiProcess, MakeWav, SendFile, StoredFiles, files_below
from musaic.media.parts import MediaParts

MEBIBYTE = 1024 * 1024
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return the data folder of the application, on a disk of 8 MiB."""
    folder = tmp_path / "var"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mounting, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk takes root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def form(content: bytes) -> tuple[AsyncIterator[bytes], dict[str, str]]:
    """Return a form of unknown length, so that the disk is found full while writing."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
        for start in range(0, len(content), 100_000):
            yield content[start : start + 100_000]
        yield b"\r\n--x--\r\n"

    return chunks(), {"Content-Type": "multipart/form-data; boundary=x"}


def assert_full(reply: httpx.Response) -> None:
    assert (reply.status_code, reply.json()["code"]) == (507, "storage_full")
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.asyncio
async def test_f16_full_while_a_form_is_written(
    small_disk: Path,
    alice: Actor,
    send_file: SendFile,
    make_noise: MakeWav,
    wav: bytes,
    stored_files: StoredFiles,
) -> None:
    body, headers = form(make_noise(12 * MEBIBYTE))
    assert_full(await alice.client.post("/api/v1/media", content=body, headers=headers))
    assert stored_files() == []
    announced = await send_file(alice.client, make_noise(12 * MEBIBYTE))
    assert_full(announced)
    assert (await send_file(alice.client, wav)).status_code == 201
    assert (await alice.client.get("/api/v1/media")).json()["items"][0]["bytes"] == len(wav)


@pytest.mark.asyncio
async def test_f16_full_while_a_piece_is_written_and_resumed_when_there_is_room(
    small_disk: Path, alice: Actor, make_noise: MakeWav, media: MediaParts
) -> None:
    data = make_noise(3 * MEBIBYTE)
    too_long = {"Upload-Length": str(12 * MEBIBYTE)}
    assert_full(await alice.client.post("/api/v1/uploads", headers=TUS | too_long))
    begun = await alice.client.post("/api/v1/uploads", headers=TUS | {"Upload-Length": str(len(data))})
    path = begun.headers["location"]
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (6 * MEBIBYTE))
    assert_full(await alice.client.patch(path, content=data, headers=PIECE | {"Upload-Offset": "0"}))
    assert files_below(media.folder / "blobs") == []
    offset = int((await alice.client.head(path, headers=TUS)).headers["upload-offset"])
    assert 0 <= offset < len(data)
    filler.unlink()
    reply = await alice.client.patch(
        path, content=data[offset:], headers=PIECE | {"Upload-Offset": str(offset)}
    )
    found = (await alice.client.get(f"/api/v1/media/{reply.headers['musaic-media-id']}")).json()
    assert found["sha256"] == hashlib.sha256(data).hexdigest()


@pytest.mark.slow
def test_f16_file_size_limit_without_root(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav, wav: bytes
) -> None:
    api_process.limit_file_size = 4 * MEBIBYTE
    api_process.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{api_process.port}", headers=bearer, timeout=60) as http:
        refused = http.post("/api/v1/media", files={"file": ("a.wav", make_noise(6 * MEBIBYTE))})
        assert_full(refused)
        assert files_below(api_process.data_dir / "media") == []
        assert http.post("/api/v1/media", files={"file": ("b.wav", wav)}).status_code == 201
        assert http.get("/healthz").status_code == 200
