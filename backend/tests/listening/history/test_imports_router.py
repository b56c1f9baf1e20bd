"""Imports over HTTP, run by their real handler."""

import asyncio
import contextlib
import io
import json
import zipfile
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from fixtures.api import Actor
from fixtures.listening import Row, RunJob, account_row, extended_row
from musaic.jobs.public import JobView
from musaic.jobs.service import control
from musaic.platform.database import Database
from musaic.platform.errors import ConflictError

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


async def job_of(database: Database, actor: Actor, sent: dict[str, str]) -> JobView:
    async with database.user_transaction(actor.user_id) as session:
        return await control.get_owned(session, actor.user_id, UUID(sent["job_id"]))


async def ask(
    database: Database, actor: Actor, sent: dict[str, str], what: Callable[..., Awaitable[JobView]]
) -> None:
    with contextlib.suppress(ConflictError):
        async with database.user_transaction(actor.user_id) as session:
            await what(session, actor.user_id, UUID(sent["job_id"]))


async def plays(actor: Actor) -> int:
    return int((await actor.client.get("/api/v1/listening/summary")).json()["plays"])


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


async def test_an_import_from_upload_to_undo(alice: Actor, database: Database, run_job: RunJob) -> None:
    bad = extended_row("2024-05-09T10:00:00Z") | {"ms_played": "=cmd"}
    reply = await send(alice, [*ROWS, bad])
    assert reply.status_code == 202
    sent = reply.json()
    assert sent.keys() == {"id", "job_id"}
    before = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (before["state"], before["rows_read"], before["job_id"]) == ("queued", 0, sent["job_id"])

    await run_job(sent["job_id"])
    job = await job_of(database, alice, sent)
    assert (job.state, job.percent, (job.result or {})["added"]) == ("succeeded", 100, 5)
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
    assert await plays(alice) == 5

    assert (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).status_code == 204
    assert (await alice.client.get(f"{IMPORTS}/{sent['id']}")).status_code == 404
    assert await plays(alice) == 0
    assert (await alice.client.get("/api/v1/listening/top-items")).json()["items"] == []


def zipped(**files: list[Row] | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            archive.writestr(f"Spotify Extended Streaming History/{name}.json", data)
        archive.writestr("Spotify Extended Streaming History/ReadMeFirst.pdf", b"%PDF-1.4")
    return buffer.getvalue()


async def test_a_whole_archive(alice: Actor, database: Database, run_job: RunJob) -> None:
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
    await run_job(sent["job_id"])
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
    alice: Actor, database: Database, run_job: RunJob, data: bytes, code: str
) -> None:
    sent = (await send(alice, data, "upload")).json()
    await run_job(sent["job_id"])
    job = await job_of(database, alice, sent)
    assert (job.state, job.error_code) == ("failed", code)
    assert (job.error_message or "").endswith(".")
    assert (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()["state"] == "failed"
    assert await plays(alice) == 0


async def test_a_cancelled_import_leaves_nothing_and_can_be_retried(
    alice: Actor, database: Database, run_job: RunJob
) -> None:
    rows = [
        extended_row(f"2024-05-{1 + n // 1440:02}T{n // 60 % 24:02}:{n % 60:02}:00Z") for n in range(9_000)
    ]
    sent = (await send(alice, rows)).json()
    working = asyncio.create_task(run_job(sent["job_id"]))
    while (await job_of(database, alice, sent)).state == "queued":  # noqa: ASYNC110  the row is what changes
        await asyncio.sleep(0.01)
    await ask(database, alice, sent, control.cancel)
    await working
    # Either order is possible; half an import is not.
    state = (await job_of(database, alice, sent)).state
    assert (state, await plays(alice)) in {("cancelled", 0), ("succeeded", len(rows))}
    await ask(database, alice, sent, control.retry)
    await run_job(sent["job_id"])
    assert ((await job_of(database, alice, sent)).state, await plays(alice)) == ("succeeded", len(rows))


async def test_an_import_taken_back_before_it_ran(alice: Actor, database: Database, run_job: RunJob) -> None:
    sent = (await send(alice, ROWS)).json()
    assert (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).status_code == 204
    assert (await job_of(database, alice, sent)).state == "cancelled"
    await run_job(sent["job_id"])
    await ask(database, alice, sent, control.retry)
    await run_job(sent["job_id"])
    job = await job_of(database, alice, sent)
    assert (job.state, job.error_code, await plays(alice)) == ("failed", "import_gone", 0)


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
