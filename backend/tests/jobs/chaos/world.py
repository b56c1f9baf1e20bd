"""A small world of real processes: PostgreSQL, Valkey, dispatcher, worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from fixtures.database import migrate
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedServerError, EmbeddedValkey
from musaic.platform.embedded.ports import free_port
from musaic.platform.settings import Settings

LEASE_S = 3.0
REDISPATCH_S = 4.0
TESTS = Path(__file__).resolve().parents[2]


class World:
    """Servers keep their ports through kills, so that a restart is found again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = EmbeddedPostgres(folder / "postgres", port=free_port(), durable=True)
        self.valkey = EmbeddedValkey(folder / "valkey", port=free_port(), durable=False)
        self.api_port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def open(self) -> None:
        self.postgres.start()
        self.valkey.start()
        migrate(self.postgres.url)

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.valkey.stop()
        self.postgres.stop()

    @property
    def settings(self) -> Settings:
        return Settings(
            database_url=self.postgres.url,
            redis_url=self.valkey.url,
            data_dir=self.folder / "var",
            job_lease_s=LEASE_S,
            redispatch_after_s=REDISPATCH_S,
            dispatch_tick_s=0.3,
            job_backoff_s=0.1,
        )

    def start_worker(self, name: str = "worker", *, processes: int = 2) -> None:
        celery = ["-m", "celery", "-A", "jobs.chaos.entry_worker:celery_app", "worker", "--pool", "prefork"]
        celery += ["--concurrency", str(processes), "--queues", "default,audio", "--hostname", f"{name}@test"]
        self._start(name, [*celery, "--without-gossip", "--without-mingle", "--loglevel", "INFO"])

    def start_dispatcher(self, name: str = "dispatcher") -> None:
        self._start(name, ["-m", "jobs.chaos.entry_dispatcher"])

    def start_api(self) -> None:
        uvicorn = ["-m", "uvicorn", "--factory", "jobs.chaos.entry_api:build", "--no-access-log"]
        self._start("api", [*uvicorn, "--port", str(self.api_port), "--timeout-graceful-shutdown", "2"])

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.api_port}"

    def ensure(self) -> None:
        """Bring back whatever a test left dead."""
        self.start_server(self.postgres)
        self.start_server(self.valkey)
        if not self.is_alive("dispatcher"):
            self.start_dispatcher()
        if not self.is_alive("worker"):
            self.start_worker()

    def start_server(self, server: EmbeddedPostgres | EmbeddedValkey) -> None:
        deadline = time.monotonic() + 15
        while True:
            try:
                server.start()
            except EmbeddedServerError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def kill_server(self, server: EmbeddedPostgres | EmbeddedValkey) -> None:
        """Kill -9, without a chance to write anything down."""
        if server.pid is not None:
            os.kill(server.pid, signal.SIGKILL)
            wait_until(lambda: not server.alive(), 5)

    def _start(self, name: str, arguments: list[str]) -> None:
        settings = self.settings
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(TESTS),
            "PYTHONUNBUFFERED": "1",
            "MUSAIC_DATABASE_URL": settings.database_url or "",
            "MUSAIC_REDIS_URL": settings.redis_url or "",
            "MUSAIC_RATE_LIMITS": "false",
            "MUSAIC_DATA_DIR": str(settings.data_dir),
            "MUSAIC_JOB_LEASE_S": str(settings.job_lease_s),
            "MUSAIC_REDISPATCH_AFTER_S": str(settings.redispatch_after_s),
            "MUSAIC_DISPATCH_TICK_S": str(settings.dispatch_tick_s),
            "MUSAIC_JOB_BACKOFF_S": str(settings.job_backoff_s),
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_alive(self, name: str) -> bool:
        process = self.processes.get(name)
        return process is not None and process.poll() is None

    def children(self, name: str = "worker") -> list[int]:
        """Process ids of the pool."""
        if not self.is_alive(name):
            return []
        return [child.pid for child in psutil.Process(self.processes[name].pid).children()]

    def kill(self, name: str) -> None:
        """Kill -9 one process; its children must find out by themselves."""
        process = self.processes.pop(name, None)
        if process is not None and process.poll() is None:
            process.kill()
            process.wait(5)

    def terminate(self, name: str) -> float:
        """Ask politely; returns the seconds until the end."""
        process = self.processes.pop(name)
        began = time.monotonic()
        process.terminate()
        process.wait(20)
        return time.monotonic() - began

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


def wait_until(condition: Callable[[], bool], timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            message = "waited in vain"
            raise TimeoutError(message)
        time.sleep(0.05)
