"""The worker: ``celery -A musaic.entrypoints.worker:celery_app worker --queues default,audio``."""

import os

from celery import Celery, signals

from musaic.entrypoints.wiring import JOB_KINDS, job_runner, server_urls
from musaic.jobs import tasks
from musaic.jobs.adapters.celery_app import celery_app as new_celery_app
from musaic.jobs.kinds import JobKind
from musaic.platform.logging import configure_logging
from musaic.platform.settings import Settings, get_settings
from musaic.platform.watching import start_sentry

# Read by the libraries of engines when they are imported. Models come from the operator's own disk: a
# worker that asked the network for one would hang where there is none, and tell who listens to what.
_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def create_worker(settings: Settings, kinds: tuple[JobKind, ...] = JOB_KINDS) -> Celery:
    """Return the Celery application of a worker for ``kinds``."""
    os.environ.update(_OFFLINE)
    _, redis_url = server_urls(settings)
    app = new_celery_app(redis_url)

    def set_up_logging(**_: object) -> None:
        configure_logging(settings.log_level, json=settings.log_json)
        start_sentry(settings, "worker")

    signals.setup_logging.connect(set_up_logging, weak=False)
    tasks.install(app, lambda: job_runner(settings, kinds))
    return app


def __getattr__(name: str) -> Celery:
    """Build ``celery_app`` when it is asked for, so that importing this module needs no server."""
    if name != "celery_app":
        raise AttributeError(name)
    app = create_worker(get_settings())
    globals()[name] = app
    return app
