import time
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

import httpx
import pytest

from fixtures.api import Actor
from fixtures.media import MakeWav, SendFile
from musaic.media.parts import MediaParts
from musaic.media.signing import Grant
from musaic.platform.web.downloads import content_disposition

pytestmark = pytest.mark.asyncio


async def test_bearer_reads_ranges_with_validators(alice: Actor, send_file: SendFile, wav: bytes) -> None:
    sent = (await send_file(alice.client, wav)).json()
    path = f"/api/v1/media/{sent['id']}/content"
    whole = await alice.client.get(path)
    assert (whole.status_code, whole.content) == (200, wav)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["etag"] == f'"{sent["sha256"]}"'
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["cross-origin-resource-policy"] == "same-origin"
    assert "sandbox" in whole.headers["content-security-policy"]
    for header, expected in {
        "bytes=0-0": wav[:1],
        "bytes=100-199": wav[100:200],
        "bytes=-10": wav[-10:],
        f"bytes={len(wav) - 5}-": wav[-5:],
    }.items():
        part = await alice.client.get(path, headers={"Range": header})
        assert (part.status_code, part.content) == (206, expected)
        assert part.headers["content-length"] == str(len(expected))
        assert part.headers["content-range"].endswith(f"/{len(wav)}")
    bad = await alice.client.get(path, headers={"Range": f"bytes={len(wav)}-"})
    assert (bad.status_code, bad.headers["content-range"]) == (416, f"bytes */{len(wav)}")
    assert bad.json()["code"] == "range_not_satisfiable"
    stale = await alice.client.get(path, headers={"Range": "bytes=0-0", "If-Range": '"other"'})
    assert (stale.status_code, stale.content) == (200, wav)
    fresh = await alice.client.get(
        path, headers={"Range": "bytes=0-0", "If-Range": whole.headers["last-modified"]}
    )
    assert fresh.status_code == 206
    unchanged = await alice.client.get(path, headers={"If-None-Match": whole.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


async def test_head_tells_what_get_would_send(alice: Actor, send_file: SendFile, wav: bytes) -> None:
    path = f"/api/v1/media/{(await send_file(alice.client, wav)).json()['id']}/content"
    head = await alice.client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(wav))
    part = await alice.client.head(path, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.headers["content-length"]) == (206, "5")


async def test_a_signed_path_needs_no_token(
    alice: Actor, anonymous: httpx.AsyncClient, send_file: SendFile, wav: bytes
) -> None:
    url = (await send_file(alice.client, wav, "Ән №1.wav")).json()["url"]
    played = await anonymous.get(url)
    assert (played.status_code, played.content) == (200, wav)
    assert played.headers["content-disposition"] == (
        "inline; filename=\"__ _1.wav\"; filename*=UTF-8''%D3%98%D0%BD%20%E2%84%961.wav"
    )
    assert (await anonymous.head(url)).status_code == 200


async def test_a_signed_path_is_good_for_nothing_else(
    alice: Actor, bob: Actor, anonymous: httpx.AsyncClient, send_file: SendFile, wav: bytes
) -> None:
    first, second = [(await send_file(alice.client, wav)).json() for _ in range(2)]
    split = urlsplit(first["url"])
    query = dict(parse_qsl(split.query))
    changes = [
        {"disposition": "attachment"},
        {"expires": str(int(query["expires"]) + 1)},
        {"user": str(bob.user_id)},
        {"signature": query["signature"][:-2] + "AA"},
        {"signature": ""},
        {"signature": "é"},
    ]
    for change in changes:
        reply = await anonymous.get(f"{split.path}?{urlencode(query | change)}")
        assert (reply.status_code, reply.json()["code"]) == (403, "link_invalid"), change
    for missing in ("user", "expires"):
        rest = {key: value for key, value in query.items() if key != missing}
        reply = await anonymous.get(f"{split.path}?{urlencode(rest)}")
        assert reply.json()["code"] == "link_invalid"
    other = await anonymous.get(split._replace(path=f"/api/v1/media/{second['id']}/content").geturl())
    assert other.status_code == 403
    unsigned = {key: value for key, value in query.items() if key != "signature"}
    assert (await anonymous.get(f"{split.path}?{urlencode(unsigned)}")).status_code == 401


async def test_a_signed_path_expires(
    alice: Actor, anonymous: httpx.AsyncClient, send_file: SendFile, wav: bytes, media: MediaParts
) -> None:
    sent = (await send_file(alice.client, wav)).json()
    query = dict(parse_qsl(urlsplit(sent["url"]).query))
    assert 5 * 3600 < int(query["expires"]) - time.time() < 7 * 3600
    grant = Grant(sent["id"], alice.user_id, "inline", int(time.time()) - 1)
    values = {
        "user": grant.user_id,
        "expires": grant.expires,
        "disposition": "inline",
        "signature": media.signer._signature(grant),
    }
    reply = await anonymous.get(f"/api/v1/media/{sent['id']}/content?{urlencode(values)}")
    assert (reply.status_code, reply.json()["code"]) == (403, "link_expired")
    unknown = media.signer.path(uuid4(), alice.user_id, "inline")
    assert (await anonymous.get(unknown)).status_code == 404


async def test_the_key_is_made_once_and_kept_private(media: MediaParts, alice: Actor) -> None:
    key = media.folder.parent / "secrets" / "media-links"
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_bytes()) == 32


async def test_documents_are_handed_over_never_shown(alice: Actor, media: MediaParts) -> None:
    data = b"title,url\n<script>alert(1)</script>,x\n"
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": "kind ZG9jdW1lbnQ=",
    }
    headers["Content-Type"] = "application/offset+octet-stream"
    sent = await alice.client.post("/api/v1/uploads", headers=headers, content=data)
    reply = await alice.client.get(f"/api/v1/media/{sent.headers['musaic-media-id']}/content")
    assert reply.content == data
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["content-disposition"].startswith("attachment;")


async def test_a_large_file_comes_whole(alice: Actor, send_file: SendFile, make_noise: MakeWav) -> None:
    data = make_noise(2_500_000)
    url = (await send_file(alice.client, data)).json()["url"]
    assert (await alice.client.get(url)).content == data
    middle = await alice.client.get(url, headers={"Range": "bytes=1000000-2000000"})
    assert middle.content == data[1_000_000:2_000_001]


async def test_names_cannot_break_out_of_the_header() -> None:
    header = content_disposition("attachment", 'a"; filename="evil.html\r\nSet-Cookie: x\\%41.wav')
    assert "\r" not in header
    assert header.count('"') == 2
