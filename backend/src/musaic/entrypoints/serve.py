"""The web server: ``python -m musaic.entrypoints.serve``, one process a core unless told otherwise."""

from __future__ import annotations

import gc
import os
import sys
import tempfile

import uvicorn

from musaic.entrypoints.schema_version import wait_for_newest
from musaic.platform.machine import memory_bytes, processors
from musaic.platform.settings import Settings, get_settings

AFTER_MIGRATIONS = "--after-migrations"
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
# Browsers and scripts get so long to finish what they began when the server stops.
_GRACEFUL_S = 3
_MOST = 4
_GIB = 1024**3


def process_count(settings: Settings, *, cores: int | None = None, memory: int | None = None) -> int:
    """Return how many processes serve: one a core, four at most, and one for each GiB of memory."""
    if settings.api_workers is not None:
        return settings.api_workers
    cores, memory = cores or processors(), memory or memory_bytes()
    return max(1, min(cores, _MOST, memory // _GIB))


def server_config(settings: Settings) -> uvicorn.Config:
    """Return how uvicorn runs in each of the processes."""
    return uvicorn.Config(
        "musaic.entrypoints.api:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level.lower(),
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACEFUL_S,
        # Only named proxies may say who the client is.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
    )


def main(arguments: list[str]) -> int:
    """Load the application, wait for the schema if asked to, and serve; return the exit status."""
    settings = get_settings()
    count = process_count(settings)
    if count == 1 or _COUNTS in os.environ:
        return _serve(settings, count, arguments)
    with tempfile.TemporaryDirectory(prefix="musaic-metrics-") as folder:
        # Several processes count into files of a common folder; read by the library when it is loaded.
        os.environ[_COUNTS] = folder
        return _serve(settings, count, arguments)


def _serve(settings: Settings, count: int, arguments: list[str]) -> int:
    # Everything that is loaded now is there for good: no collection while loading, none of it later.
    gc.disable()
    from musaic.entrypoints import api  # noqa: F401, PLC0415  loaded once for all processes
    from musaic.platform.web import metrics  # noqa: PLC0415
    from musaic.platform.web.crew import Crew  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    if AFTER_MIGRATIONS in arguments and settings.database_url:
        wait_for_newest(settings.database_url)
    config = server_config(settings)
    socket = config.bind_socket()

    def work() -> int:
        uvicorn.Server(config).run(sockets=[socket])
        return 0

    return work() if count == 1 else Crew(count, work, metrics.forget_process).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
