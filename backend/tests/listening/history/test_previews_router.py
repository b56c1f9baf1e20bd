"""Looking into a file before it is imported: nothing is written, and the file is sent once."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.exports import BY_FORMAT, EXPORTS, Export, table, zipped
from fixtures.listening import Histories, RunJob, extended_row
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio

IMPORTS = "/api/v1/imports"
PREVIEW = f"{IMPORTS}/preview"
OWN = table(
    ("When", "Who", "What", "Secs"),
    ("03.04.2024 10:00", "Кино", "Группа крови", "200"),
    ("03.04.2024 10:05", "Björk", "Jóga", "20"),
    ("never", "A", "B", ""),
    delimiter=";",
)
MAPPING = {
    "title": "What",
    "time": "When",
    "artist": "Who",
    "played": "Secs",
    "delimiter": ";",
    "duration_unit": "s",
}


async def look(actor: Actor, data: bytes, name: str = "upload", **fields: str) -> httpx.Response:
    return await actor.client.post(PREVIEW, files={"file": (name, data)}, data=fields)


async def written(database: Database) -> int:
    """Return how many listens and imports there are, of whomever."""
    query = "SELECT (SELECT count(*) FROM listen) + (SELECT count(*) FROM listening_import)"
    async with database.system_transaction() as session:
        return int((await session.execute(text(query))).scalar_one())


async def test_a_preview_needs_a_log_in(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.post(PREVIEW, files={"file": ("x", b"[]")})
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_files_of_others_do_not_exist(alice: Actor, bob: Actor) -> None:
    media_id = (await look(alice, BY_FORMAT["maloja"].data)).json()["media_id"]
    for path in (PREVIEW, IMPORTS):
        reply = await bob.client.post(path, json={"media_id": media_id})
        assert (reply.status_code, reply.json()["code"]) == (404, "media_not_found")


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.formats)
async def test_a_preview_of_every_format(alice: Actor, database: Database, export: Export) -> None:
    reply = await look(alice, export.data, export.name, timezone="Asia/Almaty")
    assert reply.status_code == 200
    seen = reply.json()
    assert (seen["needs_mapping"], seen["complete"], seen["timezone"]) == (False, True, "Asia/Almaty")
    assert [file["format"] for file in seen["files"]] == [export.formats]
    figures = (seen["rows"], seen["skipped"], seen["rejected"])
    assert figures == (len(export.plays) + export.skipped + export.rejected, export.skipped, export.rejected)
    moments = [at for _, _, at in export.stamps]
    assert seen["first_at"].endswith("Z")
    assert [datetime.fromisoformat(seen[name]) for name in ("first_at", "last_at")] == [
        min(moments),
        max(moments),
    ]
    local = {example["local_at"][:16] for example in seen["examples"]}
    assert local & {"2024-05-01T15:00", "2024-05-01T15:05"}
    assert await written(database) == 0


async def test_upload_once_look_confirm(alice: Actor, database: Database, run_job: RunJob) -> None:
    seen = (await look(alice, BY_FORMAT["jellyfin"].data, "playback_report.csv")).json()
    assert (seen["needs_zone"], seen["timezone"], seen["files"][0]["needs_zone"]) == (True, "UTC", True)
    again = (
        await alice.client.post(PREVIEW, json={"media_id": seen["media_id"], "timezone": "Asia/Almaty"})
    ).json()
    assert again["media_id"] == seen["media_id"]
    assert again["examples"][0]["local_at"] == "2024-05-01T15:00:00+05:00"
    body = {"media_id": seen["media_id"], "timezone": "Asia/Almaty"}
    sent = await alice.client.post(IMPORTS, json=body)
    assert sent.status_code == 202
    await run_job(sent.json()["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent.json()['id']}")).json()
    assert (done["added"], done["first_listen_at"], done["timezone"]) == (
        2,
        "2024-05-01T10:00:00Z",
        "Asia/Almaty",
    )
    # The file is gone with its import's job: it was wanted by that alone.
    gone = await alice.client.post(PREVIEW, json={"media_id": seen["media_id"]})
    assert gone.status_code == 404


async def test_columns_are_named_once(alice: Actor, bob: Actor, run_job: RunJob) -> None:
    seen = (await look(alice, OWN, "my.csv")).json()
    [found] = seen["tables"]
    assert (seen["needs_mapping"], seen["rows"], found["delimiter"]) == (True, 0, ";")
    assert found["columns"] == ["When", "Who", "What", "Secs"]
    assert found["rows"][1] == ["03.04.2024 10:00", "Кино", "Группа крови", "200"]
    assert (found["mapping"], found["remembered"]) == (None, False)

    body: dict[str, Any] = {"media_id": seen["media_id"], "mapping": MAPPING, "timezone": "Asia/Almaty"}
    mapped = (await alice.client.post(PREVIEW, json=body)).json()
    assert (mapped["rows"], mapped["rejected"], mapped["needs_zone"]) == (3, 1, True)
    assert mapped["examples"][0] == {
        "artist": "Кино",
        "title": "Группа крови",
        "album": None,
        "stamped_at": "2024-04-03T05:00:00Z",
        "local_at": "2024-04-03T10:00:00+05:00",
        "ms_played": 200_000,
    }
    sent = (await alice.client.post(IMPORTS, json=body)).json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["rows_read"], done["added"], done["rejected"], done["not_counted"]) == (3, 2, 1, 1)

    # The same columns in another order are known the next time, and to nobody else.
    other = table(("Secs", "What", "Who", "When"), ("9", "B", "A", "2024-04-04"), delimiter=";")
    [known] = (await look(alice, other)).json()["tables"]
    assert known["remembered"]
    assert {name: known["mapping"][name] for name in MAPPING} == MAPPING
    [unknown] = (await look(bob, other)).json()["tables"]
    assert (unknown["remembered"], unknown["mapping"]) == (False, None)


SECOND = table(("Song", "By", "Heard"), ("Дударай", "Мариям", "2024-05-01T10:00:00Z"))
SECOND_MAPPING = {"title": "Song", "time": "Heard", "artist": "By"}


async def test_each_table_of_an_archive_has_columns_of_its_own(
    alice: Actor, histories: Histories, run_job: RunJob
) -> None:
    data = zipped(
        {
            "own.csv": OWN,
            "second.csv": SECOND,
            "known.csv": BY_FORMAT["lastfm_csv"].data,
            "other.csv": table(("x", "y"), (1, 2)),
        }
    )
    seen = (await look(alice, data, "all.zip")).json()
    tables = {found["name"]: found for found in seen["tables"]}
    assert set(tables) == {"own.csv", "second.csv", "other.csv"}
    assert not any(found["included"] for found in tables.values())
    assert (seen["needs_mapping"], [file["name"] for file in seen["files"]]) == (False, ["known.csv"])

    maps = {
        tables["own.csv"]["signature"]: MAPPING,
        tables["second.csv"]["signature"]: SECOND_MAPPING,
    }
    body = {"media_id": seen["media_id"], "mappings": maps, "timezone": "Asia/Almaty"}
    mapped = (await alice.client.post(PREVIEW, json=body)).json()
    assert {file["name"]: file["rows"] for file in mapped["files"]} == {
        "own.csv": 3, "second.csv": 1, "known.csv": seen["rows"]
    }  # fmt: skip
    assert {found["name"]: found["included"] for found in mapped["tables"]} == {
        "own.csv": True, "second.csv": True, "other.csv": False
    }  # fmt: skip
    sent = (await alice.client.post(IMPORTS, json=body)).json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["state"], done["rows_read"]) == ("succeeded", mapped["rows"])
    heard = {(row["artist"], row["title"]) for row in await histories.listens(alice.user_id)}
    assert {("Кино", "Группа крови"), ("Мариям", "Дударай")} <= heard

    # Both are known from now on, each by its own columns.
    again = (await look(alice, zipped({"a.csv": OWN, "b.csv": SECOND}), "again.zip")).json()["tables"]
    known = {found["name"]: found["mapping"] for found in again if found["remembered"]}
    assert {name: known["a.csv"][name] for name in MAPPING} == MAPPING
    assert {name: known["b.csv"][name] for name in SECOND_MAPPING} == SECOND_MAPPING


async def test_one_of_two_tables_may_stay_out(alice: Actor, run_job: RunJob) -> None:
    data = zipped({"own.csv": OWN, "second.csv": SECOND})
    tables = (await look(alice, data, "two.zip")).json()["tables"]
    [signature] = [found["signature"] for found in tables if found["name"] == "second.csv"]
    fields = {"mappings": json.dumps({signature: SECOND_MAPPING})}
    files = {"file": ("two.zip", data)}
    sent = (await alice.client.post(IMPORTS, files=files, data=fields)).json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["rows_read"], done["added"]) == (1, 1)


async def test_columns_that_no_table_has(alice: Actor) -> None:
    seen = (await look(alice, OWN)).json()
    [found] = seen["tables"]
    for mappings in (
        {found["signature"]: {"title": "No such", "time": "When", "delimiter": ";"}},
        {"0" * 64: MAPPING},
    ):
        reply = await alice.client.post(PREVIEW, json={"media_id": seen["media_id"], "mappings": mappings})
        assert (reply.status_code, reply.json()["code"]) == (422, "format_not_recognised")
    zero = {found["signature"]: {"title": "What", "time": "When\0", "delimiter": ";"}}
    for mappings in ({"own.csv": MAPPING}, {found["signature"]: {"title": "x"}}, zero, []):
        reply = await alice.client.post(PREVIEW, json={"media_id": seen["media_id"], "mappings": mappings})
        assert (reply.status_code, reply.json()["code"]) == (422, "validation_failed")
        files, fields = {"file": ("x.csv", OWN)}, {"mappings": json.dumps(mappings)}
        reply = await alice.client.post(PREVIEW, files=files, data=fields)
        assert (reply.status_code, reply.json()["code"]) == (422, "validation_failed")


async def test_likely_columns_are_offered(alice: Actor) -> None:
    data = table(("Artist", "Track Title", "Album", "Played At"), ("A", "B", "C", "2024-05-01T10:00:00Z"))
    [found] = (await look(alice, data)).json()["tables"]
    offered = {name: value for name, value in found["mapping"].items() if isinstance(value, str)}
    assert (
        offered | {"title": "Track Title", "time": "Played At", "artist": "Artist", "album": "Album"}
        == offered
    )
    assert not found["remembered"]


async def test_a_table_without_a_header(alice: Actor, run_job: RunJob) -> None:
    mapping = json.dumps({"title": "3", "time": "1", "artist": "2", "header": False})
    data = table(("2024-05-01T10:00:00Z", "A", "B"), ("2024-05-01T10:05:00Z", "A", "C"))
    reply = await alice.client.post(IMPORTS, files={"file": ("x.csv", data)}, data={"mapping": mapping})
    sent = reply.json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["added"], done["rejected"], done["format"]) == (2, 0, "csv")


async def test_private_sessions_and_recognitions_are_a_choice(alice: Actor, run_job: RunJob) -> None:
    rows = [extended_row(f"2024-05-0{day}T10:00:00Z", incognito_mode=day == 2) for day in (1, 2, 3)]
    seen = (await look(alice, json.dumps(rows).encode())).json()
    assert seen["files"][0]["incognito"] == 1
    assert (seen["rows"], seen["skipped"]) == (3, 0)
    body = {"media_id": seen["media_id"], "include_incognito": False}
    without = (await alice.client.post(f"{IMPORTS}/preview", json=body)).json()
    assert (without["rows"], without["skipped"], without["files"][0]["incognito"]) == (3, 1, 1)
    sent = (await alice.client.post(IMPORTS, json=body)).json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["added"], done["skipped"], done["rejects"][0]["reason"]) == (2, 1, "incognito")
    heard = BY_FORMAT["shazam"].data
    fields = {"count_recognitions": "true"}
    sent = (await alice.client.post(IMPORTS, files={"file": ("s.csv", heard)}, data=fields)).json()
    await run_job(sent["job_id"])
    done = (await alice.client.get(f"{IMPORTS}/{sent['id']}")).json()
    assert (done["added"], done["not_counted"]) == (2, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"some": "list"}]', "format_not_recognised"),
        (BY_FORMAT["maloja"].data[:-20], "file_truncated"),
        (zipped({"../x": b"[]"}), "archive_unsafe_path"),
        (b"a sentence", "format_not_recognised"),
    ],
)
async def test_what_cannot_be_imported_is_told_at_once(alice: Actor, data: bytes, code: str) -> None:
    reply = await look(alice, data)
    assert (reply.status_code, reply.json()["code"]) == (422, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"media_id": str(uuid4())}, "media_not_found"),
        ({"media_id": "x"}, "validation_failed"),
        ({"media_id": str(uuid4()), "format": "cassette"}, "unknown_import_format"),
        ({"media_id": str(uuid4()), "timezone": "Mars/Olympus"}, "unknown_timezone"),
        ({"media_id": str(uuid4()), "mapping": {"title": "x"}}, "validation_failed"),
        ({}, "validation_failed"),
        ([], "validation_failed"),
    ],
)
@pytest.mark.parametrize("path", [PREVIEW, IMPORTS])
async def test_bodies_are_checked(alice: Actor, path: str, body: object, code: str) -> None:
    reply = await alice.client.post(path, json=body)
    assert (reply.status_code, reply.json()["code"]) == (404 if code == "media_not_found" else 422, code)


async def test_bodies_that_are_no_json(alice: Actor) -> None:
    headers = {"content-type": "application/json"}
    reply = await alice.client.post(IMPORTS, content=b"{", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (422, "validation_failed")
    reply = await alice.client.post(IMPORTS, content=b" " * 100_000, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
    reply = await alice.client.post(IMPORTS, files={"file": ("x", OWN)}, data={"mapping": '{"title": 5}'})
    assert (reply.status_code, reply.json()["code"]) == (422, "validation_failed")


async def test_documents_in_any_encoding_can_be_sent(alice: Actor) -> None:
    plain = BY_FORMAT["lastfm_csv"].data.decode()
    for encoding in ("utf-16", "utf-16-le", "cp1251"):
        reply = await look(alice, plain.encode(encoding, "replace"))
        assert (reply.status_code, reply.json()["rows"]) == (200, 3)
    for binary in (
        b"\x00\x01\x02\x03",
        b"\x7fELF\x02\x01\x01" + bytes(9),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    ):
        reply = await look(alice, binary)
        assert (reply.status_code, reply.json()["code"]) == (415, "unsupported_document")
