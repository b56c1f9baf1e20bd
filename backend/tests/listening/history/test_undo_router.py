"""Taking back and resuming: at once or by a job, killed or not, the end is the same."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.exports import BY_FORMAT
from fixtures.listening import RunJob, extended_row
from musaic.jobs.service import control
from musaic.listening.history.service import apply, imports, read
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio

IMPORTS = "/api/v1/imports"
QUEUED_AGAIN = text(
    "UPDATE job SET state = 'queued', lease_token = NULL, lease_until = NULL, run_after = now(), "
    "finished_at = NULL, error_code = NULL, error_message = NULL WHERE id = :id"
)


def rows(count: int, day: int = 1) -> bytes:
    began = datetime(2024, 5, day, tzinfo=UTC)
    return json.dumps(
        [
            extended_row(
                (began + timedelta(seconds=10 * number)).isoformat().replace("+00:00", "Z"), f"S{number}"
            )
            for number in range(count)
        ]
    ).encode()


async def send(actor: Actor, data: bytes) -> dict[str, str]:
    reply = await actor.client.post(IMPORTS, files={"file": ("endsong_0.json", data)})
    assert reply.status_code == 202
    sent: dict[str, str] = reply.json()
    return sent


async def state(actor: Actor, sent: dict[str, str]) -> str:
    return str((await actor.client.get(f"{IMPORTS}/{sent['id']}")).json()["state"])


async def plays(actor: Actor) -> int:
    return int((await actor.client.get("/api/v1/listening/summary")).json()["plays"])


async def test_a_large_history_is_taken_back_by_a_job(
    alice: Actor, bob: Actor, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "UNDO_AT_ONCE", 10)
    first, second = await send(alice, rows(8)), await send(alice, rows(8, day=2))
    await run_job(first["job_id"])
    await run_job(second["job_id"])
    address = f"{IMPORTS}/{first['id']}"
    assert (await bob.client.delete(address)).status_code == 404
    reply = await alice.client.delete(address)
    assert reply.status_code == 202
    undo: dict[str, Any] = reply.json()
    assert undo["id"] == first["id"]
    assert (await alice.client.delete(address)).json() == undo
    assert (await state(alice, first), await plays(alice)) == ("undoing", 16)
    await run_job(undo["job_id"])
    assert (await alice.client.get(address)).status_code == 404
    assert await plays(alice) == 8
    assert (await alice.client.delete(f"{IMPORTS}/{second['id']}")).status_code == 204
    assert await plays(alice) == 0


async def test_an_undo_that_was_cancelled_can_be_asked_for_again(
    alice: Actor, database: Database, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "UNDO_AT_ONCE", 1)
    sent = await send(alice, rows(3))
    await run_job(sent["job_id"])
    undo = (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).json()
    async with database.user_transaction(alice.user_id) as session:
        await control.cancel(session, alice.user_id, UUID(undo["job_id"]))
    assert (await state(alice, sent), await plays(alice)) == ("succeeded", 3)
    again = (await alice.client.delete(f"{IMPORTS}/{sent['id']}")).json()
    assert again["job_id"] != undo["job_id"]
    await run_job(again["job_id"])
    assert await plays(alice) == 0


@pytest.mark.parametrize("place", ["reading", "saving", "end"])
async def test_a_killed_worker_leaves_nothing_and_the_next_doubles_nothing(
    alice: Actor, database: Database, run_job: RunJob, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    data = BY_FORMAT["listenbrainz"].data
    sent = await send(alice, data)

    def dies(*_: object, **__: object) -> None:
        message = "the process ends here"
        raise RuntimeError(message)

    with monkeypatch.context() as patched:
        if place == "reading":
            patched.setattr(read, "_read_file", dies)
        elif place == "saving":
            patched.setattr(apply.staging, "staged_span", dies)
        else:
            patched.setattr(apply.imports, "change", dies)
        await run_job(sent["job_id"])
    assert await plays(alice) == 0
    assert await state(alice, sent) != "succeeded"
    # What the dispatcher does with the lease of a process that is gone
    async with database.system_transaction() as session:
        await session.execute(QUEUED_AGAIN, {"id": UUID(sent["job_id"])})
    await run_job(sent["job_id"])
    assert (await state(alice, sent), await plays(alice)) == ("succeeded", 2)
    await run_job(sent["job_id"])
    assert await plays(alice) == 2
