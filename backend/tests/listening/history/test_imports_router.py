"""Imports over HTTP, run by their real handler."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from fixtures.api import Actor
from fixtures.listening import DirectContext, Row, account_row, extended_row
from musaic.jobs.public import JobCancelled, PermanentJobError
from musaic.listening.history.tasks import run_import
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio

IMPORTS = "/api/v1/imports"
ROWS = [extended_row(f"2024-05-0{day}T10:00:00Z", f"Song {day}") for day in range(1, 6)]
# Latin-1 text behind the part that is looked at while the file is sent
LATE = b"%s, %100000s}]" % (
    json.dumps(ROWS[:1]).encode()[:-1],
    b'{"ts":"2024-05-01T10:00:00Z","platform":"caf\xe9"',
)


async def send(
    actor: Actor, data: bytes | list[Row], name: str = "endsong_0.json", **fields: str
) -> httpx.Response:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    headers = {"Idempotency-Key": fields.pop("key")} if "key" in fields else {}
    return await actor.client.post(IMPORTS, files={"file": (name, body)}, data=fields, headers=headers)


async def run(actor: Actor, database: Database, import_id: str, folder: Path) -> DirectContext:
    scratch = folder / uuid4().hex
    scratch.mkdir()
    context = DirectContext(database, actor.user_id, {"import_id": import_id}, scratch)
    await run_import(context)
    return context


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", ""), ("GET", ""), ("GET", "/{id}"), ("GET", "/{id}/rejects"), ("DELETE", "/{id}")],
)
async def test_imports_need_a_log_in(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await anonymous.request(method, IMPORTS + path.format(id=uuid4()))
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/rejects"), ("DELETE", "")])
async def test_imports_of_others_do_not_exist(alice: Actor, bob: Actor, method: str, path: str) -> None:
    sent = (await send(alice, ROWS)).json()
    for import_id in (sent["id"], str(uuid4())):
        reply = await bob.client.request(method, f"{IMPORTS}/{import_id}{path}")
        assert (reply.status_code, reply.json()["code"]) == (404, "import_not_found")
    assert (await bob.client.get(IMPORTS)).json()["items"] == []
    assert (await alice.client.get(f"{IMPORTS}/{sent['id']}")).status_code == 200


async def test_an_import_from_upload_to_undo(alice: Actor, database: Database, tmp_path: Path) -> None:
    bad = extended_row("2024-05-09T10:00:00Z") | {"ms_played": "=cmd"}
    reply = await send(alice, [*ROWS, bad])
    assert reply.status_code == 202
    sent = reply.json()
    assert sent.keys() == {"id", "job_id"}
    before = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (before["state"], before["rows_read"], before["job_id"]) == ("queued", 0, sent["job_id"])

    context = await run(alice, database, sent["id"], tmp_path)
    assert [step for step, _ in context.seen][:: len(context.seen) - 1] == ["read", "save"]
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    figures = {name: done[name] for name in ("rows_read", "added", "duplicates", "skipped", "rejected")}
    assert figures == {"rows_read": 6, "added": 5, "duplicates": 0, "skipped": 0, "rejected": 1}
    assert (done["state"], done["format"], done["filename"]) == (
        "succeeded",
        "spotify_extended",
        "endsong_0.json",
    )
    assert done["first_listen_at"] == "2024-05-01T09:56:40Z"
    [reject] = done["rejects"]
    assert (reject["line"], reject["outcome"], reject["reason"]) == (6, "rejected", "bad_value")
    csv = await alice.client.get(f"{IMPORTS}/{sent['id']}/rejects")
    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.text.splitlines()[0] == "file,line,outcome,reason,detail"
    assert csv.text.splitlines()[1].startswith("endsong_0.json,6,rejected,bad_value,")
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 5

    assert (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).status_code == 204
    assert (await alice.client.get(f"{IMPORTS}/{sent['id']}")).status_code == 404
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 0
    assert (await alice.client.get("/api/v1/listening/top-items")).json()["items"] == []


def zipped(**files: list[Row] | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            archive.writestr(f"Spotify Extended Streaming History/{name}.json", data)
        archive.writestr("Spotify Extended Streaming History/ReadMeFirst.pdf", b"%PDF-1.4")
    return buffer.getvalue()


async def test_a_whole_archive(alice: Actor, database: Database, tmp_path: Path) -> None:
    podcast = extended_row("2024-05-09T10:00:00Z") | {
        "master_metadata_track_name": None,
        "master_metadata_album_artist_name": None,
        "episode_name": "An episode",
    }
    data = zipped(
        **{
            "Streaming_History_Audio_2023-2024_1": ROWS[:3],
            "Streaming_History_Audio_2024_2": ROWS[3:],
            "Streaming_History_Video_2024": [podcast],
            "StreamingHistory_music_0": [account_row("2024-05-01 10:00", "Song 1")],
            "StreamingHistory_podcast_0": [
                {"endTime": "2024-05-01 10:00", "podcastName": "P", "episodeName": "E", "msPlayed": 1}
            ],
            "Streaming_History_Audio_2025_3": [],
            "Userdata": b'{"username": "secret"}',
        }
    )
    sent = (await send(alice, data, "my_spotify_data.zip")).json()
    await run(alice, database, sent["id"], tmp_path)
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    figures = {name: done[name] for name in ("rows_read", "added", "duplicates", "skipped", "rejected")}
    assert figures == {"rows_read": 8, "added": 5, "duplicates": 1, "skipped": 2, "rejected": 0}
    assert {reject["reason"] for reject in done["rejects"]} == {"podcast"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"ts":"2024-05-01T10:00:00Z","spotify_track_uri":null', "format_not_recognised"),
        (json.dumps(ROWS).encode()[:-20], "file_truncated"),
        (json.dumps(ROWS).encode() + b"x", "file_malformed"),
        (b'[{"some": "list"}]', "format_not_recognised"),
        (b"[" * 10 + b"]" * 10, "format_not_recognised"),
        (LATE, "wrong_encoding"),
        (zipped(list=b'{"a": 1}'), "format_not_recognised"),
        (zipped(endsong_0=ROWS, endsong_1=json.dumps(ROWS).encode()[:-9]), "file_truncated"),
    ],
)
async def test_unreadable_files_fail_with_a_sentence_and_leave_nothing(
    alice: Actor, database: Database, tmp_path: Path, data: bytes, code: str
) -> None:
    sent = (await send(alice, data, "upload")).json()
    with pytest.raises(PermanentJobError) as caught:
        await run(alice, database, sent["id"], tmp_path)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 0


async def test_a_cancelled_import_leaves_nothing(alice: Actor, database: Database, tmp_path: Path) -> None:
    sent = (await send(alice, ROWS)).json()

    def cancel(step: str, _: float) -> None:
        if step == "save":
            raise JobCancelled

    context = DirectContext(database, alice.user_id, {"import_id": sent["id"]}, tmp_path, on_progress=cancel)
    with pytest.raises(JobCancelled):
        await run_import(context)
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 0
    await run(alice, database, sent["id"], tmp_path)
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 5


async def test_an_import_taken_back_before_it_ran(alice: Actor, database: Database, tmp_path: Path) -> None:
    sent = (await send(alice, ROWS)).json()
    assert (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).status_code == 204
    job = (await alice.client.get(f"/api/v1/jobs/{sent['job_id']}")).json()
    if "state" in job:
        assert job["state"] == "cancelled"
    with pytest.raises(PermanentJobError):
        await run(alice, database, sent["id"], tmp_path)


async def test_the_same_key_is_one_import(alice: Actor) -> None:
    first = await send(alice, ROWS, key="k1")
    again = await send(alice, ROWS, key="k1")
    other = await send(alice, ROWS[:2], key="k1")
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await alice.client.get(IMPORTS)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"format": "cassette"}, "unknown_import_format"), ({"timezone": "Mars/Olympus"}, "unknown_timezone")],
)
async def test_options_are_checked(alice: Actor, fields: dict[str, str], code: str) -> None:
    reply = await send(alice, ROWS, **fields)
    assert (reply.status_code, reply.json()["code"]) == (422, code)
    assert (await send(alice, ROWS, format="spotify_extended", timezone="Asia/Almaty")).status_code == 202


async def test_a_list_in_pages(alice: Actor) -> None:
    sent = [(await send(alice, ROWS[: count + 1])).json()["id"] for count in range(3)]
    first = (await alice.client.get(IMPORTS, params={"limit": 2})).json()
    rest = (await alice.client.get(IMPORTS, params={"limit": 2, "cursor": first["next_cursor"]})).json()
    items: list[dict[str, Any]] = first["items"] + rest["items"]
    assert [item["id"] for item in items] == sent[::-1]
    assert rest["next_cursor"] is None
    assert all(UUID(item["job_id"]) for item in items)
