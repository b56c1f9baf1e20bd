"""Figures of the queue, read from PostgreSQL when they are asked for: true whichever process answers."""

import asyncio
import time
from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from musaic.jobs.repository import figures
from musaic.jobs.repository.figures import Figures
from musaic.platform.database import Database, is_database_away
from musaic.platform.web import metrics

_FRESH_S = 5.0
_READ_TIMEOUT_S = 2.0


class JobFigures(Collector):
    """Shows what ``refresh`` read last; shows nothing while the database is away."""

    def __init__(self) -> None:
        self._figures: Figures | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    async def refresh(self, database: Database) -> None:
        """Read the figures unless they are fresh."""
        async with self._reading:
            if time.monotonic() - self._read_at < _FRESH_S:
                return
            try:
                async with asyncio.timeout(_READ_TIMEOUT_S), database.system_transaction() as session:
                    self._figures = await figures.read(session)
            except Exception as error:
                if not is_database_away(error):
                    raise
                self._figures = None
            self._read_at = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        """Yield the figures in Prometheus's form."""
        if self._figures is None:
            return
        jobs = GaugeMetricFamily("musaic_jobs", "Jobs by kind and state", labels=["kind", "state"])
        for (kind, state), number in self._figures.counts.items():
            jobs.add_metric([kind, state], number)
        yield jobs
        yield GaugeMetricFamily(
            "musaic_job_queue_age_seconds", "How long the oldest due job waits", self._figures.oldest_queued_s
        )
        yield CounterMetricFamily("musaic_job_leases_lost", "Leases that ran out", self._figures.leases_lost)
        pickup = GaugeMetricFamily(
            "musaic_job_pickup_seconds", "Submit to start in the last five minutes", labels=["quantile"]
        )
        for quantile, seconds in zip(("0.5", "0.95"), self._figures.pickup_s or (), strict=False):
            pickup.add_metric([quantile], seconds)
        yield pickup


JOB_FIGURES = JobFigures()
metrics.SHARED.register(JOB_FIGURES)
