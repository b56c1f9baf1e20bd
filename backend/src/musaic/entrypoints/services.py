"""The processes of Musaic, in the order in which they start."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey, PortBusyError
from musaic.platform.embedded.ports import LOOPBACK, is_free
from musaic.platform.embedded.server import EmbeddedServer
from musaic.platform.machine import processors
from musaic.platform.settings import Settings
from musaic.platform.supervisor import Service

_PROBE_TIMEOUT_S = 3.0
_EVERYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104  recognised, not bound


def build_services(settings: Settings) -> tuple[Service, ...]:
    """Return every service for these settings: embedded servers only where no URL is given."""
    data_dir = settings.data_dir.resolve()
    servers: list[Service] = []
    database_url, redis_url = settings.database_url, settings.redis_url
    if database_url is None:
        postgres = EmbeddedPostgres(data_dir / "postgres")
        database_url = postgres.url
        servers.append(_server("postgres", postgres))
    if redis_url is None:
        valkey = EmbeddedValkey(data_dir / "valkey")
        redis_url = valkey.url
        servers.append(replace(_server("valkey", valkey), mute=("overcommit",)))
    env = {
        "MUSAIC_DATA_DIR": str(data_dir),
        "MUSAIC_DATABASE_URL": database_url,
        "MUSAIC_REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
    }
    names = tuple(server.name for server in servers)
    migrations = Service(
        name="migrations",
        title="Database schema",
        argv=(sys.executable, "-m", "musaic.entrypoints.cli", "migrate"),
        env=env,
        depends_on=tuple(name for name in names if name == "postgres"),
        once=True,
    )
    after = (*names, migrations.name)
    return (*servers, migrations, _api(settings, env, after), *_workers(settings, env, after))


def require_free_port(settings: Settings) -> None:
    """Raise PortBusyError when another program listens where Musaic would."""
    if not is_free(settings.port, settings.host):
        message = (
            f"Port {settings.port} on {settings.host} is taken by another program. "
            "End that program, or choose another port: MUSAIC_PORT=8001 make run"
        )
        raise PortBusyError(message)


def _server(name: str, server: EmbeddedServer) -> Service:
    async def ready(pid: int) -> bool:
        return await asyncio.to_thread(server.ready, pid)

    def prepare() -> None:
        server.prepare()
        server.check_port()

    return Service(
        name=name,
        title=server.name,
        argv=tuple(server.command()),
        launch=server.launch(),
        env=server.environment(),
        clean_env=True,
        prepare=prepare,
        ready=ready,
        stop_signal=server.stop_signal,
        stop_timeout_s=3.0,
    )


def _api(settings: Settings, env: dict[str, str], after: tuple[str, ...]) -> Service:
    counts = settings.data_dir.resolve() / "run" / "metrics"

    def prepare() -> None:
        require_free_port(settings)
        # Counters begin at nothing with the web server, as they would in a single process.
        shutil.rmtree(counts, ignore_errors=True)
        counts.mkdir(parents=True, mode=0o700)

    async def ready(_pid: int) -> bool:
        host = LOOPBACK if settings.host in _EVERYWHERE else settings.host
        return await _answers(host, settings.port, "/readyz")

    return Service(
        name="api",
        title="Web server",
        argv=(sys.executable, "-m", "musaic.entrypoints.serve", "--after-migrations"),
        env=env | {"PROMETHEUS_MULTIPROC_DIR": str(counts)},
        prepare=prepare,
        ready=ready,
        # A first start makes the whole database before the server may answer.
        ready_timeout_s=180.0,
        depends_on=after,
        # It loads while PostgreSQL starts, and waits for the schema by itself.
        waits_itself=True,
        # Each process says it; the supervisor says it once, when everything is ready.
        mute=("setup_needed",),
    )


def _workers(settings: Settings, env: dict[str, str], after: tuple[str, ...]) -> tuple[Service, Service]:
    processes = settings.worker_processes or processors()
    celery = [sys.executable, "-m", "celery", "-A", "musaic.entrypoints.worker:celery_app", "worker"]
    celery += ["--pool", "prefork", "--concurrency", str(processes), "--queues", "default,audio"]
    celery += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    dispatcher = Service(
        name="dispatcher",
        title="Job dispatcher",
        argv=(sys.executable, "-m", "musaic.entrypoints.dispatcher"),
        env=env,
        depends_on=after,
        start_after=("api",),
    )
    worker = Service(
        name="worker",
        title="Job worker",
        argv=tuple(celery),
        env=env,
        depends_on=after,
        start_after=("api",),
        mute=("superuser privileges",),
    )
    return dispatcher, worker


async def _answers(host: str, port: int, path: str) -> bool:
    """Say whether a GET is answered with 200."""
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(_PROBE_TIMEOUT_S):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(
                    f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
                )
                status = await reader.readline()
                return b" 200 " in status
            finally:
                writer.close()
    return False


def setup_token_path(settings: Settings) -> Path:
    """Return the file with the token of the setup page; it exists until the first admin does."""
    return settings.secrets_dir / "setup-token"
