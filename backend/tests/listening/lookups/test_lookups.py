"""Genres and years that services know, in every chart once they were asked; nobody is asked by default."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories, RunJob, extended_row
from fixtures.tag_services import NINA, TagServices, recording
from musaic.jobs.public import Upkeep
from musaic.jobs.service import attempt
from musaic.listening.analytics import public as analytics
from musaic.listening.lookups import parts, tasks
from musaic.platform import clock
from musaic.platform.settings import Settings

pytestmark = pytest.mark.asyncio
BASE = "/api/v1/listening"
ROWS = [
    extended_row("2024-05-01T10:00:00Z", "Feeling Good", "Nina Simone"),
    extended_row("2024-05-01T11:00:00Z", "Feeling Good - Remastered", "Nina Simone"),
    extended_row("2024-05-02T10:00:00Z", "Sinnerman", "Nina Simone"),
    extended_row("2024-05-03T10:00:00Z", "Other", "Somebody"),
    extended_row("2024-05-04T10:00:00Z", "Lost", "Unknown artist"),
]


@pytest_asyncio.fixture
async def services(app: FastAPI, tag_services: TagServices) -> AsyncIterator[TagServices]:
    """Set both services up; Nina Simone is known to each of them."""
    assert app
    tag_services.tags["Nina Simone"] = [("Jazz", 100), ("soul", 70)]
    tag_services.tags["Nina Simone/Sinnerman"] = [("Gospel", 100)]
    tag_services.artists = [{"id": NINA, "score": 100, "name": "Nina Simone", "aliases": []}]
    tag_services.genres[NINA] = [{"name": "jazz", "count": 9}, {"name": "vocal jazz", "count": 4}]
    tag_services.recordings = [recording("Feeling Good", "1965-06-01"), recording("Sinnerman", "1962")]
    parts.install([tag_services.lastfm_source(), tag_services.musicbrainz_source()])
    yield tag_services
    parts.install([])


def upkeep(histories: Histories) -> Upkeep:
    settings = Settings(lastfm_api_key=SecretStr("right"), musicbrainz_contact="somebody@example.org")
    return Upkeep(histories.database, settings)


async def jobs_of(actor: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await actor.client.get(f"/api/v1/jobs?kind={tasks.KIND}")).json()["items"]
    return found


async def look_up(actor: Actor, histories: Histories, run_job: RunJob) -> dict[str, Any]:
    """Queue what is due and run it; return the job."""
    await tasks.queue_lookups(upkeep(histories))
    job = (await jobs_of(actor))[0]
    await run_job(job["id"])
    return (await jobs_of(actor))[0]


async def genres(actor: Actor) -> dict[str, int]:
    return {
        item["name"]: item["plays"] for item in (await actor.client.get(f"{BASE}/genres")).json()["items"]
    }


async def forget_jobs(histories: Histories) -> None:
    async with histories.database.system_transaction() as session:
        await session.execute(text("DELETE FROM job"))


async def test_nobody_is_asked_without_a_setting(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    assert parts.sources() == ()
    await tasks.queue_lookups(Upkeep(histories.database, Settings()))
    assert await jobs_of(alice) == []


async def test_what_services_know_is_in_the_charts(
    alice: Actor, histories: Histories, run_job: RunJob, services: TagServices
) -> None:
    await histories.add(alice.user_id, ROWS)
    before = (await alice.client.get(f"{BASE}/genres")).json()
    assert (before["items"], before["unknown"]["share"]) == ([], 1.0)
    job = await look_up(alice, histories, run_job)
    assert (job["state"], job["result"]) == ("succeeded", {"asked": 10, "troubles": []})
    assert "artist.gettoptags Unknown artist" not in services.asked
    # The song's own tag wins over those of its artist.
    assert await genres(alice) == {"jazz": 2, "soul": 2, "vocal jazz": 2, "gospel": 1}
    years = (await alice.client.get(f"{BASE}/release-years?period=year")).json()
    known = {item["start"]: item["plays"] for item in years["items"] if item["plays"]}
    assert (known, years["unknown"]["plays"]) == ({1962: 1, 1965: 2}, 2)
    async with histories.database.user_transaction(alice.user_id) as session:
        assert await analytics.verify(session, alice.user_id) == []


async def test_nothing_is_asked_twice_in_a_month(
    alice: Actor,
    bob: Actor,
    histories: Histories,
    run_job: RunJob,
    services: TagServices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await histories.add(alice.user_id, ROWS)
    await look_up(alice, histories, run_job)
    asked = len(services.asked)
    await forget_jobs(histories)
    await tasks.queue_lookups(upkeep(histories))
    assert await jobs_of(alice) == []
    # What was asked for one is known to all, in the charts of each for himself.
    await histories.add(bob.user_id, ROWS[:3])
    assert await genres(bob) == {}
    job = await look_up(bob, histories, run_job)
    assert (job["result"]["asked"], len(services.asked)) == (0, asked)
    assert await genres(bob) == {"jazz": 2, "soul": 2, "vocal jazz": 2, "gospel": 1}
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(tasks.clock, "now", lambda: later)
    services.tags["Nina Simone"] = [("Protest", 100)]
    await forget_jobs(histories)
    await look_up(alice, histories, run_job)
    assert len(services.asked) > asked
    assert await genres(alice) == {"jazz": 2, "protest": 2, "vocal jazz": 2, "gospel": 1}


async def test_a_run_is_bounded_and_goes_on_later(
    alice: Actor,
    histories: Histories,
    run_job: RunJob,
    services: TagServices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "MOST_ARTISTS", 1)
    monkeypatch.setattr(tasks, "MOST_SONGS", 1)
    await histories.add(alice.user_id, ROWS)
    for asked in (4, 4, 2):
        job = await look_up(alice, histories, run_job)
        assert job["result"]["asked"] == asked
        await forget_jobs(histories)
    await tasks.queue_lookups(upkeep(histories))
    assert await jobs_of(alice) == []
    assert len(services.asked) == len(set(services.asked))


async def test_a_service_in_trouble_stops_alone(
    alice: Actor, histories: Histories, run_job: RunJob, services: TagServices
) -> None:
    await histories.add(alice.user_id, ROWS)
    parts.install([services.lastfm_source("wrong"), services.musicbrainz_source()])
    job = await look_up(alice, histories, run_job)
    assert (job["state"], job["result"]) == ("succeeded", {"asked": 5, "troubles": ["lastfm"]})
    assert await genres(alice) == {"jazz": 3, "vocal jazz": 3}
    # What the other learnt is kept, what the one could not say is asked next time.
    parts.install([services.lastfm_source(), services.musicbrainz_source()])
    await forget_jobs(histories)
    assert (await look_up(alice, histories, run_job))["result"] == {"asked": 5, "troubles": []}


async def test_a_cancelled_run_keeps_what_it_has_learnt(
    alice: Actor,
    histories: Histories,
    run_job: RunJob,
    services: TagServices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await histories.add(alice.user_id, ROWS)
    await tasks.queue_lookups(upkeep(histories))
    [job] = await jobs_of(alice)
    answer = tasks._answer

    async def cancelled(*args: Any, **options: Any) -> Any:
        await alice.client.post(f"/api/v1/jobs/{job['id']}/cancel")
        await asyncio.sleep(0.05)
        return await answer(*args, **options)

    monkeypatch.setattr(attempt, "PROGRESS_EVERY_S", 0.01)
    monkeypatch.setattr(tasks, "_answer", cancelled)
    await run_job(job["id"])
    [after] = await jobs_of(alice)
    assert after["state"] == "cancelled"
    asked = len(services.asked)
    assert 0 < asked < 10
    monkeypatch.setattr(tasks, "_answer", answer)
    await forget_jobs(histories)
    await look_up(alice, histories, run_job)
    # Only what was under way when the order came is asked again.
    assert len(services.asked) - len(set(services.asked)) <= 1


async def test_a_genre_that_a_rule_keeps_out(
    alice: Actor, histories: Histories, run_job: RunJob, services: TagServices
) -> None:
    await histories.add(alice.user_id, ROWS)
    rule = {"kind": "exclude", "entity": "genre", "text": "Jazz"}
    made = (await alice.client.post(f"{BASE}/names/rules", json=rule)).json()
    assert made["listens"] == 0
    await look_up(alice, histories, run_job)
    assert (await alice.client.get(f"{BASE}/summary")).json()["plays"] == 2
    undone = await alice.client.post(f"{BASE}/names/rules/{made['rule']['id']}/undo")
    assert undone.json()["listens"] == 3
    assert (await alice.client.get(f"{BASE}/summary")).json()["plays"] == 5
    async with histories.database.user_transaction(alice.user_id) as session:
        assert await analytics.verify(session, alice.user_id) == []
    assert services.asked
