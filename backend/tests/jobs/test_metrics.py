"""The queue as Prometheus sees it."""

import pytest

from fixtures.api import Actor
from jobs.conftest import Submit
from musaic.jobs import metrics
from musaic.jobs.service.run import Runner

pytestmark = pytest.mark.asyncio


async def test_jobs_are_counted_where_they_stand(
    alice: Actor, submit_job: Submit, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "_FRESH_S", 0.0)
    first = await submit_job(alice.user_id)
    await submit_job(alice.user_id)
    await runner.run(first.id)
    body = (await alice.client.get("/metrics")).text
    assert 'musaic_jobs{kind="test.count",state="queued"} 1.0' in body
    assert 'musaic_jobs{kind="test.count",state="succeeded"} 1.0' in body
    assert "musaic_job_queue_age_seconds " in body
    assert "musaic_job_leases_lost_total " in body
    assert 'musaic_job_pickup_seconds{quantile="0.95"} ' in body
    assert "musaic_job_streams_open 0.0" in body
