"""Uploads: megabytes a second and memory of a real API process, by form and by tus, and reading back.

The baseline is what cannot be avoided: copying the same file with a SHA-256 and an fsync, in the
same run on the same disk. Ratios below 1 are slower than it. Set ``MUSAIC_BENCH_MB`` for another size.
"""

import asyncio
import hashlib
import os
import secrets
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from sqlalchemy import text
from summary import summary

from musaic.entrypoints.migrations import upgrade
from musaic.platform.database import Database
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService

MEBIBYTE = 1024 * 1024
SIZE = int(os.environ.get("MUSAIC_BENCH_MB", "512")) * MEBIBYTE
PIECE = 16 * MEBIBYTE


class PeakMemory(threading.Thread):
    """Watches a process's resident memory."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self.before = self.peak = self._process.memory_info().rss

    def run(self) -> None:
        """Look a hundred times a second."""
        while not self._over.wait(0.01):
            self.peak = max(self.peak, self._process.memory_info().rss)

    def stop(self) -> str:
        """Return what was seen, as text."""
        self._over.set()
        grown = (self.peak - self.before) / MEBIBYTE
        return f"peak {self.peak / MEBIBYTE:.0f} MiB (+{grown:.0f})"


def make_wav(path: Path) -> None:
    """Write a WAV file of ``SIZE`` bytes of noise: 8 channels, so that it is not too long."""
    channels, rate = 8, 96_000
    step = channels * 2
    with path.open("wb") as file:
        file.write(struct.pack("<4sI4s4sI", b"RIFF", SIZE - 8, b"WAVE", b"fmt ", 16))
        file.write(struct.pack("<HHIIHH", 1, channels, rate, rate * step, step, 16))
        file.write(struct.pack("<4sI", b"data", SIZE - 44))
        noise = secrets.token_bytes(8 * MEBIBYTE)
        while file.tell() < SIZE:
            file.write(noise[: SIZE - file.tell()])


def plain_copy(source: Path, target: Path) -> str:
    """Copy with a hash and an fsync: the baseline."""
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(MEBIBYTE):
            digest.update(block)
            writer.write(block)
        writer.flush()
        os.fsync(writer.fileno())
    target.unlink()
    return digest.hexdigest()


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """Run database and broker; give the API's environment."""
    postgres = EmbeddedPostgres(folder / "postgres", durable=False)
    valkey = EmbeddedValkey(folder / "valkey", durable=False)
    try:
        database_url, redis_url = postgres.start(), valkey.start()
        upgrade(database_url)
        yield {
            "MUSAIC_DATABASE_URL": database_url,
            "MUSAIC_REDIS_URL": redis_url,
            "MUSAIC_DATA_DIR": str(folder / "var"),
            "MUSAIC_RATE_LIMITS": "false",
            "MUSAIC_LOG_LEVEL": "ERROR",
        }
    finally:
        valkey.stop()
        postgres.stop()


async def make_token(environment: dict[str, str]) -> str:
    """Make a user with a session; return a bearer token."""
    database = Database(environment["MUSAIC_DATABASE_URL"], pool_size=2)
    async with database.system_transaction() as session:
        user = "INSERT INTO user_account (email, display_name, password_hash) VALUES ('a@b.c', 'A', '') "
        user_id = (await session.execute(text(user + "RETURNING id"))).scalar_one()
        login = (
            "INSERT INTO login_session (user_id, user_agent, expires_at) VALUES (:id, '', now() + '1 day') "
        )
        session_id = (await session.execute(text(login + "RETURNING id"), {"id": user_id})).scalar_one()
    await database.close()
    keys = KeyRing.load_or_create(Path(environment["MUSAIC_DATA_DIR"]) / "secrets" / "signing-keys")
    return TokenService(keys, ttl_s=3600).issue(Principal(user_id, session_id, is_admin=False))


@contextmanager
def api(environment: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Run one API process; give its pid and address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "musaic.entrypoints.api:create_app"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "warning"], env=os.environ | environment
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield process.pid, address
    finally:
        process.terminate()
        process.wait()


def form(path: Path) -> Iterator[bytes]:
    """Yield a multipart body without holding it."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="noise.wav"\r\n\r\n'
    with path.open("rb") as file:
        while block := file.read(256 * 1024):
            yield block
    yield b"\r\n--x--\r\n"


def send_form(client: httpx.Client, path: Path) -> str:
    """Send the file as one form; return its id."""
    reply = client.post(
        "/api/v1/media", content=form(path), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    reply.raise_for_status()
    return str(reply.json()["id"])


def send_tus(client: httpx.Client, path: Path) -> str:
    """Send the file in pieces of 16 MiB; return its id."""
    tus = {"Tus-Resumable": "1.0.0"}
    begun = client.post("/api/v1/uploads", headers=tus | {"Upload-Length": str(SIZE)})
    begun.raise_for_status()
    piece = tus | {"Content-Type": "application/offset+octet-stream"}
    with path.open("rb") as file:
        while True:
            headers = piece | {"Upload-Offset": str(file.tell())}
            reply = client.patch(begun.headers["location"], content=file.read(PIECE), headers=headers)
            reply.raise_for_status()
            if "Musaic-Media-Id" in reply.headers:
                return reply.headers["Musaic-Media-Id"]


def read_back(client: httpx.Client, media_id: str) -> str:
    """Read the whole file; return its SHA-256."""
    digest = hashlib.sha256()
    with client.stream("GET", f"/api/v1/media/{media_id}/content") as reply:
        for block in reply.iter_bytes(256 * 1024):
            digest.update(block)
    return digest.hexdigest()


def timed(action: Callable[[], str]) -> tuple[str, float]:
    """Return what the action gives, and megabytes a second."""
    began = time.perf_counter()
    found = action()
    return found, SIZE / 1e6 / (time.perf_counter() - began)


def main() -> None:
    """Print one line a way of sending or reading."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "noise.wav"
        make_wav(source)
        plain_copy(source, folder / "warm")
        sha256, baseline = timed(lambda: plain_copy(source, folder / "copy"))
        print(f"{'copy + sha256 + fsync':24} {baseline:7.0f} MB/s   baseline, {SIZE / MEBIBYTE:.0f} MiB")
        with servers(folder) as environment:
            token = asyncio.run(make_token(environment))
            with api(environment) as (pid, address):
                client = httpx.Client(
                    base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=600
                )
                for label, send in (("form upload", send_form), ("tus upload, 16 MiB", send_tus)):
                    memory = PeakMemory(pid)
                    memory.start()
                    media_id, speed = timed(lambda send=send: send(client, source))
                    seen = memory.stop()
                    print(f"{label:24} {speed:7.0f} MB/s   ratio {speed / baseline:.2f}   {seen}")
                    summary(
                        label, f"{speed:.0f} MB/s, {seen}", ratio=f"{speed / baseline:.2f} x a plain copy"
                    )
                    memory = PeakMemory(pid)
                    memory.start()
                    found, speed = timed(lambda media_id=media_id: read_back(client, media_id))
                    if found != sha256:
                        sys.exit("the file came back different")
                    print(
                        f"{'read back':24} {speed:7.0f} MB/s   ratio {speed / baseline:.2f}   {memory.stop()}"
                    )
                    client.delete(f"/api/v1/media/{media_id}").raise_for_status()


if __name__ == "__main__":
    main()
