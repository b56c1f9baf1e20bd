import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from fixtures.database import empty
from musaic.entrypoints.serve import AFTER_MIGRATIONS, process_count
from musaic.entrypoints.services import build_services
from musaic.platform.embedded.ports import free_port
from musaic.platform.machine import memory_bytes, processors
from musaic.platform.settings import Settings

GIB = 1024**3


@pytest.mark.parametrize(
    ("asked", "cores", "memory", "expected"),
    [
        (None, 2, 8 * GIB, 2),
        (None, 32, 64 * GIB, 4),
        (None, 8, 2 * GIB, 2),
        (None, 4, GIB // 2, 1),
        (6, 2, GIB, 6),
    ],
)
def test_processes_fit_the_machine(asked: int | None, cores: int, memory: int, expected: int) -> None:
    assert process_count(Settings(api_workers=asked), cores=cores, memory=memory) == expected


def test_the_machine_is_measured(tmp_path: Path) -> None:
    limit = tmp_path / "cpu.max"
    limit.write_text("50000 100000\n")
    assert processors(limit) == 1
    assert 1 <= processors() <= (os.cpu_count() or 1)
    assert memory_bytes() > 64 * 1024 * 1024


def test_the_supervisor_starts_it_before_the_schema(tmp_path: Path) -> None:
    services = {service.name: service for service in build_services(Settings(data_dir=tmp_path))}
    assert services["api"].argv[-1] == AFTER_MIGRATIONS
    assert services["api"].waits_itself


@contextmanager
def serving(url: str, redis_url: str, folder: Path) -> Iterator[tuple[psutil.Process, httpx.Client]]:
    """Run the web server with three processes that count together."""
    port = free_port()
    env = os.environ | {
        "MUSAIC_DATABASE_URL": url,
        "MUSAIC_REDIS_URL": redis_url,
        "MUSAIC_DATA_DIR": str(folder),
        "MUSAIC_PORT": str(port),
        "MUSAIC_API_WORKERS": "3",
        "MUSAIC_RATE_LIMITS": "false",
    }
    server = subprocess.Popen([sys.executable, "-m", "musaic.entrypoints.serve", AFTER_MIGRATIONS], env=env)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until(lambda: server.poll() is None and answers(client))
            yield psutil.Process(server.pid), client
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.TransportError:
        return False


def until(happened: object) -> None:
    """Wait until the function answers with something true."""
    deadline = time.monotonic() + 240  # a loaded machine is slow, not wrong
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def counted(port_url: httpx.URL) -> float:
    """Ask for the count over a connection of its own, so that any process may answer."""
    body = httpx.get(port_url.join("/metrics")).text
    assert "musaic_job_streams_open 0.0" in body
    return sum(float(found) for found in re.findall(r'requests_total{[^}]*"/healthz"[^}]*} (\S+)', body))


@pytest.mark.timeout(300)
def test_figures_are_summed_and_a_killed_process_is_replaced(
    migrated_url: str, valkey_url: str, tmp_path: Path
) -> None:
    try:
        with serving(migrated_url, valkey_url, tmp_path) as (server, client):
            until(lambda: len(server.children()) == 3)
            for _ in range(30):
                httpx.get(client.base_url.join("/healthz"))
            assert {counted(client.base_url) for _ in range(10)} == {30.0}
            victim = server.children()[0]
            victim.kill()
            until(lambda: len(server.children()) == 3 and victim not in server.children())
            until(lambda: answers(client))
            assert counted(client.base_url) == 30.0
    finally:
        asyncio.run(empty(migrated_url))
