import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.media import MakeWav, StoredFiles
from musaic.media.parts import MediaParts
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}
ROUTES = [
    ("POST", "/api/v1/uploads"),
    ("HEAD", "/api/v1/uploads/{id}"),
    ("PATCH", "/api/v1/uploads/{id}"),
    ("DELETE", "/api/v1/uploads/{id}"),
]


def metadata(**values: str) -> dict[str, str]:
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items()]
    return {"Upload-Metadata": ",".join(pairs)}


def checksum(algorithm: str, data: bytes) -> dict[str, str]:
    digest = hashlib.new(algorithm, data).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


async def begin(client: httpx.AsyncClient, length: int, **headers: str) -> str:
    reply = await client.post("/api/v1/uploads", headers=TUS | {"Upload-Length": str(length)} | headers)
    assert reply.status_code == 201, reply.text
    return reply.headers["location"]


async def patch(
    client: httpx.AsyncClient, path: str, offset: int, data: bytes | AsyncIterator[bytes], **headers: str
) -> httpx.Response:
    return await client.patch(path, content=data, headers=PIECE | {"Upload-Offset": str(offset)} | headers)


async def offset_of(client: httpx.AsyncClient, path: str) -> int:
    reply = await client.head(path, headers=TUS)
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    return int(reply.headers["upload-offset"])


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_every_route_wants_a_token(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await anonymous.request(method, path.format(id=uuid4()), headers=PIECE)
    assert reply.status_code == 401
    assert reply.headers["tus-resumable"] == "1.0.0"


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
async def test_another_users_upload_does_not_exist(alice: Actor, bob: Actor, method: str) -> None:
    path = await begin(alice.client, 10)
    headers = PIECE | {"Upload-Offset": "0"}
    reply = await bob.client.request(method, path, headers=headers, content=b"0123456789")
    assert reply.status_code == 404
    assert await offset_of(alice.client, path) == 0


async def test_anyone_may_ask_what_the_server_can_do(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.options("/api/v1/uploads")
    assert reply.status_code == 204
    assert reply.headers["tus-version"] == "1.0.0"
    extensions = set(reply.headers["tus-extension"].split(","))
    assert extensions == {"creation", "creation-with-upload", "checksum", "expiration", "termination"}
    assert "sha1" in reply.headers["tus-checksum-algorithm"].split(",")
    assert int(reply.headers["tus-max-size"]) > 0


async def test_pieces_become_a_file(
    alice: Actor, wav: bytes, media: MediaParts, stored_files: StoredFiles
) -> None:
    path = await begin(alice.client, len(wav), **metadata(filename="Тон.wav", filetype="audio/wav"))
    assert not path.startswith("http")
    first = await patch(alice.client, path, 0, wav[:1000])
    assert (first.status_code, first.headers["upload-offset"]) == (204, "1000")
    assert "upload-expires" in first.headers
    assert "musaic-media-id" not in first.headers
    assert await offset_of(alice.client, path) == 1000
    last = await patch(alice.client, path, 1000, wav[1000:])
    assert last.status_code == 204
    media_id = last.headers["musaic-media-id"]
    found = (await alice.client.get(f"/api/v1/media/{media_id}")).json()
    assert (found["filename"], found["sha256"]) == ("Тон.wav", hashlib.sha256(wav).hexdigest())
    assert (await alice.client.get(found["url"])).content == wav
    head = await alice.client.head(path, headers=TUS)
    assert head.headers["musaic-media-id"] == media_id
    assert head.headers["upload-metadata"].startswith("filename ")
    assert len(stored_files()) == 1  # no part is left beside the blob


async def test_a_first_piece_may_come_with_the_beginning(alice: Actor, wav: bytes) -> None:
    headers = PIECE | {"Upload-Length": str(len(wav))}
    reply = await alice.client.post("/api/v1/uploads", headers=headers, content=wav[:500])
    assert (reply.status_code, reply.headers["upload-offset"]) == (201, "500")
    whole = await alice.client.post("/api/v1/uploads", headers=headers, content=wav)
    assert whole.status_code == 201
    assert whole.headers["musaic-media-id"]


async def test_the_same_key_begins_once(alice: Actor) -> None:
    first = await begin(alice.client, 100, **{"Idempotency-Key": "one"})
    assert await begin(alice.client, 100, **{"Idempotency-Key": "one"}) == first
    headers = TUS | {"Upload-Length": "101", "Idempotency-Key": "one"}
    reply = await alice.client.post("/api/v1/uploads", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload-Length": "5"}, 412, "tus_version_unsupported"),
        ({"Tus-Resumable": "0.2.2", "Upload-Length": "5"}, 412, "tus_version_unsupported"),
        (TUS, 400, "bad_tus_header"),
        (TUS | {"Upload-Length": "-1"}, 400, "bad_tus_header"),
        (TUS | {"Upload-Length": "5", "Upload-Metadata": "filename ???"}, 400, "bad_tus_header"),
        (TUS | {"Upload-Length": "5"} | metadata(kind="stem"), 400, "bad_tus_header"),
        (TUS | {"Upload-Length": "5", "Content-Type": "text/plain"}, 415, "wrong_upload_type"),
        (TUS | {"Upload-Length": "0"}, 422, "empty_file"),
        (TUS | {"Upload-Length": str(10**12)}, 413, "payload_too_large"),
    ],
)
async def test_a_beginning_that_makes_no_sense_is_refused(
    alice: Actor, headers: dict[str, str], status: int, code: str
) -> None:
    reply = await alice.client.post("/api/v1/uploads", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.headers["tus-resumable"] == "1.0.0"


async def test_a_piece_at_another_offset_is_a_conflict(alice: Actor) -> None:
    path = await begin(alice.client, 10)
    await patch(alice.client, path, 0, b"012")
    for offset in (0, 2, 4, 10):
        reply = await patch(alice.client, path, offset, b"x")
        assert (reply.status_code, reply.headers["upload-offset"]) == (409, "3")
    assert await offset_of(alice.client, path) == 3


async def test_more_than_was_announced_is_refused(alice: Actor) -> None:
    path = await begin(alice.client, 10)
    await patch(alice.client, path, 0, b"012")

    async def unannounced() -> AsyncIterator[bytes]:
        yield b"3456789"
        yield b"surplus"

    for data in (b"x" * 8, unannounced()):
        reply = await patch(alice.client, path, 3, data)
        assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
        assert await offset_of(alice.client, path) == 3


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
async def test_a_piece_counts_only_when_its_checksum_is_right(
    alice: Actor, wav: bytes, algorithm: str
) -> None:
    path = await begin(alice.client, len(wav))
    good = await patch(alice.client, path, 0, wav[:700], **checksum(algorithm, wav[:700]))
    assert good.status_code == 204
    bad = await patch(alice.client, path, 700, wav[700:], **checksum(algorithm, b"other"))
    assert (bad.status_code, bad.json()["code"]) == (460, "checksum_mismatch")
    assert await offset_of(alice.client, path) == 700
    rest = await patch(alice.client, path, 700, wav[700:], **checksum(algorithm, wav[700:]))
    assert rest.headers["musaic-media-id"]


@pytest.mark.parametrize("header", ["md5 1B2M2Y8AsgTpgAmY7PhCfg==", "sha1", "sha1 !!", "sha1 AAAA"])
async def test_a_checksum_that_cannot_be_read_is_refused(alice: Actor, header: str) -> None:
    path = await begin(alice.client, 10)
    reply = await patch(alice.client, path, 0, b"0", **{"Upload-Checksum": header})
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_tus_header")


async def test_what_is_no_audio_ends_the_upload(alice: Actor, stored_files: StoredFiles) -> None:
    path = await begin(alice.client, 12)
    reply = await patch(alice.client, path, 0, b"<html>hello!")
    assert (reply.status_code, reply.json()["code"]) == (415, "not_audio")
    assert (await alice.client.head(path, headers=TUS)).status_code == 404
    assert stored_files() == []


async def test_documents_are_known_by_their_content(alice: Actor) -> None:
    data = b'[{"ts": "2020-01-01T00:00:00Z"}]'
    path = await begin(alice.client, len(data), **metadata(filename="x.zip", kind="document"))
    reply = await patch(alice.client, path, 0, data)
    found = (await alice.client.get(f"/api/v1/media/{reply.headers['musaic-media-id']}")).json()
    assert (found["kind"], found["content_type"], found["duration_ms"]) == (
        "document",
        "application/json",
        None,
    )


async def test_cancelling_removes_every_byte(alice: Actor, stored_files: StoredFiles) -> None:
    path = await begin(alice.client, 10)
    await patch(alice.client, path, 0, b"012")
    assert (await alice.client.delete(path, headers=TUS)).status_code == 204
    assert stored_files() == []
    assert (await alice.client.head(path, headers=TUS)).status_code == 404
    assert (await alice.client.delete(path, headers=TUS)).status_code == 404


async def test_proxies_without_patch_may_post(alice: Actor) -> None:
    path = await begin(alice.client, 10)
    headers = PIECE | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert (await alice.client.post(path, headers=headers, content=b"012")).status_code == 204
    assert await offset_of(alice.client, path) == 3
    gone = await alice.client.post(path, headers=TUS | {"X-HTTP-Method-Override": "DELETE"})
    assert gone.status_code == 204


async def test_one_upload_has_one_writer(alice: Actor, make_noise: MakeWav) -> None:
    data = make_noise(300_000)
    path = await begin(alice.client, len(data))

    async def slowly() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 50_000):
            await asyncio.sleep(0.01)
            yield data[start : start + 50_000]

    replies = await asyncio.gather(*(patch(alice.client, path, 0, slowly()) for _ in range(4)))
    statuses = sorted(reply.status_code for reply in replies)
    # Those that come once it is finished find it at its end.
    assert statuses[0] == 204
    assert set(statuses[1:]) == {409}
    media_id = (await alice.client.head(path, headers=TUS)).headers["musaic-media-id"]
    found = (await alice.client.get(f"/api/v1/media/{media_id}")).json()
    assert found["sha256"] == hashlib.sha256(data).hexdigest()


async def test_a_silent_writer_gives_way(alice: Actor, make_noise: MakeWav) -> None:
    data = make_noise(100_000)
    path = await begin(alice.client, len(data))
    never = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield data[:30_000]
        await never.wait()

    first = asyncio.create_task(patch(alice.client, path, 0, stuck()))
    while not await asyncio.sleep(0.05) and not first.done():
        if (offset := await offset_of(alice.client, path)) > 0:
            break
    assert offset == 30_000
    rest = await patch(alice.client, path, offset, data[offset:])
    assert rest.headers["musaic-media-id"]
    first.cancel()


async def test_unfinished_uploads_count_against_the_quota(
    alice: Actor, media: MediaParts, database: Database
) -> None:
    quota = media.user_quota_bytes
    half = media.max_upload_bytes
    headers = TUS | {"Upload-Length": str(half)}
    for _ in range(quota // half):
        if (await alice.client.post("/api/v1/uploads", headers=headers)).status_code != 201:
            pytest.skip("the disk of this machine is smaller than the quota")
    reply = await alice.client.post("/api/v1/uploads", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "quota_exceeded")
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE upload SET expires_at = now()"))
    assert (await alice.client.post("/api/v1/uploads", headers=headers)).status_code == 201
