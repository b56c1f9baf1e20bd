"""F15: an upload is cut, the API is killed, and the upload goes on where it stood."""

import hashlib
import random
import socket
import struct
import time
from pathlib import Path

import httpx
import pytest

from fixtures.media import ApiProcess, MakeWav

pytestmark = pytest.mark.slow

SIZE = 6_000_000
TUS = {"Tus-Resumable": "1.0.0"}


def send_and_cut(port: int, path: str, headers: dict[str, str], data: bytes, announced: int) -> None:
    """Send a PATCH that announces more than it brings, then reset the connection without a word."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        lines = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Content-Length: {announced}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + data)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Client:
    """A tus client by hand."""

    def __init__(self, server: ApiProcess, bearer: dict[str, str]) -> None:
        self.server = server
        self.headers = bearer | TUS
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{server.port}", headers=self.headers, timeout=60)

    def begin(self, length: int) -> str:
        reply = self.http.post("/api/v1/uploads", headers={"Upload-Length": str(length)})
        assert reply.status_code == 201, reply.text
        return reply.headers["location"]

    def offset(self, path: str) -> int:
        reply = self.http.head(path)
        assert reply.status_code == 200, reply.status_code
        return int(reply.headers["upload-offset"])

    def cut(self, path: str, offset: int, data: bytes, until: int, **extra: str) -> None:
        headers = self._piece(offset) | extra
        send_and_cut(self.server.port, path, headers, data[offset:until], len(data) - offset)

    def send(self, path: str, offset: int, data: bytes) -> httpx.Response:
        reply = self.http.patch(path, headers=self._piece(offset), content=data[offset:])
        assert reply.status_code == 204, reply.text
        return reply

    def _piece(self, offset: int) -> dict[str, str]:
        piece = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return self.headers | piece


def part_of(server: ApiProcess, path: str) -> Path:
    return server.data_dir / "media" / "parts" / f"{path.rpartition('/')[2]}.part"


def assert_stored(client: Client, media_id: str, data: bytes) -> None:
    found = client.http.get(f"/api/v1/media/{media_id}").json()
    assert found["sha256"] == hashlib.sha256(data).hexdigest()
    assert hashlib.sha256(client.http.get(found["url"]).content).digest() == hashlib.sha256(data).digest()


def wait_until_written(part: Path, more_than: int) -> None:
    while part.stat().st_size <= more_than:
        time.sleep(0.01)


def test_f15_cut_at_10_50_and_99_percent_with_the_api_killed_each_time(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav
) -> None:
    data = make_noise(SIZE)
    api_process.start()
    client = Client(api_process, bearer)
    path = client.begin(len(data))
    for percent in (10, 50, 99):
        offset = client.offset(path)
        until = len(data) * percent // 100
        # The connection stays open while the process dies: nothing gets a chance to tidy up.
        with socket.create_connection(("127.0.0.1", api_process.port)) as connection:
            headers = client._piece(offset)
            lines = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(data) - offset}"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + data[offset:until])
            if until - offset > 1024 * 1024:
                wait_until_written(part_of(api_process, path), offset)
            api_process.kill()
        api_process.start()
        known = client.offset(path)
        assert offset <= known <= until
        assert known == part_of(api_process, path).stat().st_size
        assert part_of(api_process, path).read_bytes() == data[:known]
    reply = client.send(path, client.offset(path), data)
    assert_stored(client, reply.headers["musaic-media-id"], data)


def test_f15_cut_at_any_byte_while_the_api_lives(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav
) -> None:
    data = make_noise(2_000_000)
    api_process.start()
    client = Client(api_process, bearer)
    path = client.begin(len(data))
    cuts = random.Random(15)  # noqa: S311
    sent = 0
    for _ in range(12):
        offset = client.offset(path)
        until = cuts.choice([offset, offset + 1, cuts.randrange(offset, len(data))])
        client.cut(path, offset, data, until)
        sent = max(sent, until)
        known = client.offset(path)
        # A cut piece may still be on its way into the server: it counts, or meets a conflict later.
        assert offset <= known <= sent
        assert part_of(api_process, path).read_bytes()[:known] == data[:known]
    settled = client.offset(path)
    while settled != (settled := client.offset(path)):
        time.sleep(0.2)
    reply = client.send(path, client.offset(path), data)
    assert_stored(client, reply.headers["musaic-media-id"], data)


def test_f15_a_piece_with_a_checksum_that_was_cut_by_a_kill_does_not_count(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav
) -> None:
    data = make_noise(4_000_000)
    api_process.start()
    client = Client(api_process, bearer)
    path = client.begin(len(data))
    promise = {"Upload-Checksum": "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="}
    with socket.create_connection(("127.0.0.1", api_process.port)) as connection:
        lines = [f"PATCH {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(data)}"]
        lines += [f"{name}: {value}" for name, value in (client._piece(0) | promise).items()]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + data[:3_000_000])
        wait_until_written(part_of(api_process, path), 0)
        api_process.kill()
    api_process.start()
    assert client.offset(path) == 0
    assert_stored(client, client.send(path, 0, data).headers["musaic-media-id"], data)


def test_f15_killed_after_the_last_byte_before_it_became_a_file(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav
) -> None:
    data = make_noise(300_000)
    api_process.start()
    client = Client(api_process, bearer)
    path = client.begin(len(data))
    api_process.kill()
    # What the process leaves when it dies between writing the last byte and recording the asset.
    part_of(api_process, path).write_bytes(data)
    api_process.start()
    head = client.http.head(path)
    assert int(head.headers["upload-offset"]) == len(data)
    assert_stored(client, head.headers["musaic-media-id"], data)


def test_a_cut_form_leaves_nothing(
    api_process: ApiProcess, bearer: dict[str, str], make_noise: MakeWav
) -> None:
    api_process.start()
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
    headers = bearer | {"Content-Type": "multipart/form-data; boundary=x"}
    with socket.create_connection(("127.0.0.1", api_process.port)) as connection:
        lines = ["POST /api/v1/media HTTP/1.1", "Host: localhost", f"Content-Length: {SIZE}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + start + make_noise(3_000_000))
    folder = api_process.data_dir / "media"
    while any(path.is_file() for path in folder.rglob("*")):
        time.sleep(0.05)
    assert httpx.get(f"http://127.0.0.1:{api_process.port}/healthz").status_code == 200
