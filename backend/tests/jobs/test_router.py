"""Jobs over HTTP: strangers first, then lists, cancel and retry."""

import httpx
import pytest

from fixtures.api import Actor
from jobs.conftest import Submit
from musaic.jobs.service.run import Runner

pytestmark = pytest.mark.asyncio
JOBS = "/api/v1/jobs"
NOBODYS = "00000000-0000-4000-8000-000000000000"
ROUTES = [
    ("GET", JOBS),
    ("GET", f"{JOBS}/events"),
    ("GET", f"{JOBS}/{NOBODYS}"),
    ("GET", f"{JOBS}/{NOBODYS}/events"),
    ("POST", f"{JOBS}/{NOBODYS}/cancel"),
    ("POST", f"{JOBS}/{NOBODYS}/retry"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_strangers_get_401(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await anonymous.request(method, path)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize(
    ("method", "tail"), [("GET", ""), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/retry")]
)
async def test_another_users_job_is_not_there(
    alice: Actor, bob: Actor, submit_job: Submit, method: str, tail: str
) -> None:
    job = await submit_job(alice.user_id)
    reply = await bob.client.request(method, f"{JOBS}/{job.id}{tail}")
    assert (reply.status_code, reply.json()["code"]) == (404, "job_not_found")
    assert (await bob.client.get(JOBS)).json() == {"items": [], "next_cursor": None}


async def test_a_job_is_shown_whole(alice: Actor, submit_job: Submit, runner: Runner) -> None:
    job = await submit_job(alice.user_id, args={"to": 2})
    queued = (await alice.client.get(f"{JOBS}/{job.id}")).json()
    assert queued == {
        "id": str(job.id),
        "kind": "test.count",
        "state": "queued",
        "step": None,
        "percent": 0,
        "eta_ms": None,
        "error_code": None,
        "error_message": None,
        "attempt": 0,
        "cancel_requested": False,
        "subject_id": "00000000-0000-0000-0000-000000000007",
        "result": None,
        "created_at": queued["created_at"],
        "started_at": None,
        "finished_at": None,
    }
    await runner.run(job.id)
    done = (await alice.client.get(f"{JOBS}/{job.id}")).json()
    assert (done["state"], done["percent"], done["attempt"]) == ("succeeded", 100, 1)
    assert done["result"] == {"counted": 2}
    assert done["created_at"] <= done["started_at"] <= done["finished_at"]


async def test_list_is_filtered_and_paged(alice: Actor, submit_job: Submit, runner: Runner) -> None:
    jobs = [await submit_job(alice.user_id) for _ in range(5)]
    refused = await submit_job(alice.user_id, "test.refuse")
    await runner.run(refused.id)
    newest_first = [str(job.id) for job in (refused, *reversed(jobs))]

    seen, cursor = [], None
    while True:
        page = (
            await alice.client.get(JOBS, params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == newest_first
    failed = (await alice.client.get(JOBS, params={"state": ["failed", "dead"]})).json()["items"]
    assert [(item["id"], item["error_code"]) for item in failed] == [(str(refused.id), "bad_file")]
    counting = (await alice.client.get(JOBS, params={"kind": "test.count"})).json()["items"]
    assert len(counting) == 5


async def test_quiet_jobs_are_listed_when_asked_for(alice: Actor, submit_job: Submit) -> None:
    loud, quiet = await submit_job(alice.user_id), await submit_job(alice.user_id, "test.quiet")

    async def listed(**params: str) -> list[str]:
        return [item["id"] for item in (await alice.client.get(JOBS, params=params)).json()["items"]]

    assert await listed() == [str(loud.id)]
    assert await listed(quiet="true") == [str(quiet.id), str(loud.id)]
    assert await listed(kind="test.quiet") == [str(quiet.id)]
    assert (await alice.client.get(f"{JOBS}/{quiet.id}")).json()["kind"] == "test.quiet"


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0", "WyJhIiwiYiJd"])
async def test_a_foreign_cursor_is_refused(alice: Actor, cursor: str) -> None:
    reply = await alice.client.get(JOBS, params={"cursor": cursor})
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_cursor")


async def test_cancel_and_retry(alice: Actor, submit_job: Submit, runner: Runner) -> None:
    job = await submit_job(alice.user_id, args={"to": 1})
    path = f"{JOBS}/{job.id}"
    early = await alice.client.post(f"{path}/retry")
    assert (early.status_code, early.json()["code"]) == (409, "job_not_retryable")

    cancelled = await alice.client.post(f"{path}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (202, "cancelled")
    again = await alice.client.post(f"{path}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job_finished")
    await runner.run(job.id)
    assert (await alice.client.get(path)).json()["state"] == "cancelled"

    retried = await alice.client.post(f"{path}/retry")
    assert (retried.status_code, retried.json()["state"]) == (202, "queued")
    assert retried.json()["cancel_requested"] is False
    await runner.run(job.id)
    assert (await alice.client.get(path)).json()["state"] == "succeeded"
