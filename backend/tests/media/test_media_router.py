import hashlib
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.media import MakeWav, SendFile, StoredFiles
from musaic.media.parts import MediaParts
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio

ROUTES = [
    ("POST", "/api/v1/media"),
    ("GET", "/api/v1/media"),
    ("GET", "/api/v1/media/{id}"),
    ("GET", "/api/v1/media/{id}/peaks"),
    ("GET", "/api/v1/media/{id}/content"),
    ("HEAD", "/api/v1/media/{id}/content"),
    ("DELETE", "/api/v1/media/{id}"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_every_route_wants_a_token(
    anonymous: httpx.AsyncClient,
    method: str,
    path: str,
) -> None:
    reply = await anonymous.request(method, path.format(id=uuid4()))
    assert reply.status_code == 401
    if method != "HEAD":
        assert reply.json()["code"] == "not_authenticated"


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "{id}" in route[1]])
async def test_another_users_file_does_not_exist(
    send_file: SendFile,
    alice: Actor,
    bob: Actor,
    wav: bytes,
    method: str,
    path: str,
) -> None:
    sent = await send_file(alice.client, wav)
    reply = await bob.client.request(method, path.format(id=sent.json()["id"]))
    assert reply.status_code == 404
    assert (await alice.client.get(f"/api/v1/media/{sent.json()['id']}")).status_code == 200


async def test_a_file_is_what_it_holds_not_what_it_is_called(
    send_file: SendFile,
    alice: Actor,
    wav: bytes,
) -> None:
    reply = await send_file(alice.client, wav, "../../etc/Песня «№ 1».html")
    assert reply.status_code == 201, reply.text
    body = reply.json()
    assert body["kind"] == "audio"
    assert body["content_type"] == "audio/wav"
    assert body["filename"] == "Песня «№ 1».html"
    assert body["bytes"] == len(wav)
    assert body["sha256"] == hashlib.sha256(wav).hexdigest()
    assert (body["duration_ms"], body["sample_rate"], body["channels"]) == (500, 8000, 1)
    assert body["codec"] == "pcm_s16le"
    content = await alice.client.get(body["url"])
    assert content.content == wav
    assert (await alice.client.get(f"/api/v1/media/{body['id']}")).json() == body


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "not_audio"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n", "not_audio"),
        (b"", "empty_file"),
    ],
)
async def test_what_is_no_audio_is_refused_and_not_kept(
    send_file: SendFile,
    alice: Actor,
    media: MediaParts,
    content: bytes,
    code: str,
    stored_files: StoredFiles,
) -> None:
    reply = await send_file(alice.client, content, "song.mp3")
    assert reply.json()["code"] == code
    assert reply.headers["content-type"] == "application/problem+json"
    assert stored_files() == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "application/json"),
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n1\r\n--x--',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut short',
            "multipart/form-data; boundary=x",
        ),
    ],
)
async def test_a_body_without_exactly_one_whole_file_is_a_bad_form(
    alice: Actor,
    media: MediaParts,
    body: bytes,
    content_type: str,
    stored_files: StoredFiles,
) -> None:
    reply = await alice.client.post("/api/v1/media", content=body, headers={"Content-Type": content_type})
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_multipart")
    assert stored_files() == []


async def test_the_same_key_gives_the_same_file_and_another_file_is_refused(
    send_file: SendFile,
    alice: Actor,
    bob: Actor,
    wav: bytes,
    make_wav: MakeWav,
    media: MediaParts,
) -> None:
    first = await send_file(alice.client, wav, key="k-1")
    again = await send_file(alice.client, wav, key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    other = await send_file(alice.client, make_wav(0.3), key="k-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (await send_file(bob.client, wav, key="k-1")).status_code == 201
    blobs = [path for path in (media.folder / "blobs").rglob("*") if path.is_file()]
    assert len(blobs) == 2  # one of each user: the refused one was discarded


async def test_a_file_sent_twice_is_stored_once_and_counts_once(
    send_file: SendFile,
    alice: Actor,
    wav: bytes,
    media: MediaParts,
) -> None:
    first, second = await send_file(alice.client, wav), await send_file(alice.client, wav)
    assert first.json()["id"] != second.json()["id"]
    blobs = [path for path in (media.folder / "blobs").rglob("*") if path.is_file()]
    assert len(blobs) == 1
    await alice.client.delete(f"/api/v1/media/{first.json()['id']}")
    assert blobs[0].exists()
    await alice.client.delete(f"/api/v1/media/{second.json()['id']}")
    assert not blobs[0].exists()


async def test_lists_show_the_newest_first_page_by_page(
    send_file: SendFile,
    alice: Actor,
    bob: Actor,
    make_wav: MakeWav,
) -> None:
    ids = [(await send_file(alice.client, make_wav(0.1 + i / 100))).json()["id"] for i in range(5)]
    await send_file(bob.client, make_wav(0.2))
    seen, cursor = [], None
    while True:
        params = {"limit": 2, "kind": "audio"} | ({"cursor": cursor} if cursor else {})
        page = (await alice.client.get("/api/v1/media", params=params)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ids[::-1]
    assert (await alice.client.get("/api/v1/media", params={"kind": "stem"})).json()["items"] == []
    assert (await alice.client.get("/api/v1/media", params={"cursor": "x"})).status_code == 422


async def test_peaks_are_computed_once(
    send_file: SendFile,
    alice: Actor,
    wav: bytes,
    database: Database,
    media: MediaParts,
) -> None:
    media_id = (await send_file(alice.client, wav)).json()["id"]
    first = await alice.client.get(f"/api/v1/media/{media_id}/peaks")
    points = first.json()["points"]
    assert len(points) == 1200
    assert max(points) > 150
    for path in (media.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()  # the second answer cannot come from the file
    assert (await alice.client.get(f"/api/v1/media/{media_id}/peaks")).json()["points"] == points


async def test_delete_removes_row_and_bytes(
    send_file: SendFile,
    alice: Actor,
    wav: bytes,
    media: MediaParts,
    database: Database,
    stored_files: StoredFiles,
) -> None:
    sent = (await send_file(alice.client, wav)).json()
    assert (await alice.client.delete(f"/api/v1/media/{sent['id']}")).status_code == 204
    assert stored_files() == []
    assert (await alice.client.get(sent["url"])).status_code == 404
    assert (await alice.client.delete(f"/api/v1/media/{sent['id']}")).status_code == 404
    async with database.system_transaction() as session:
        assert (await session.execute(text("SELECT count(*) FROM media_asset"))).scalar_one() == 0
        assert (await session.execute(text("SELECT count(*) FROM media_removal"))).scalar_one() == 0
