"""What both embedded servers share: spawn, wait until ready, stop, tell the truth about failures."""

from __future__ import annotations

import abc
import atexit
import contextlib
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

from musaic.platform.embedded.errors import PortBusyError, ServerStartError, ServerStopError
from musaic.platform.embedded.launch import CLEAN_ENVIRONMENT, Launch
from musaic.platform.embedded.ports import free_port, is_free

_POLL_S = 0.02
_LOG_TAIL_CHARS = 3_000


class EmbeddedServer(abc.ABC):
    """A server that owns one data directory and listens on one loopback port.

    ``start`` and ``stop`` own the process themselves (tests, one-shot commands). A supervisor uses
    ``prepare``, ``command`` and ``ready`` instead and keeps the process as its own child.
    """

    name: str
    stop_signal: signal.Signals
    start_timeout_s = 60.0
    stop_timeout_s = 30.0

    def __init__(self, data_dir: Path, *, port: int | None = None, durable: bool = True) -> None:
        """Describe the server; nothing is started and nothing is written."""
        self.data_dir = data_dir.resolve()
        self.durable = durable
        self._asked_port = port
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The TCP port; chosen at first use and kept for the life of this object."""
        if self._port is None:
            self._port = free_port()
        return self._port

    @property
    def pid(self) -> int | None:
        """Process id of the server started by this object."""
        return self._process.pid if self._process else None

    @property
    def log_path(self) -> Path:
        """Where ``start`` sends what the server prints."""
        return self.data_dir.with_name(f"{self.data_dir.name}.log")

    @property
    @abc.abstractmethod
    def url(self) -> str:
        """Address with user and password, for clients on this machine."""

    @abc.abstractmethod
    def prepare(self) -> None:
        """Make the data directory and the configuration; quick and harmless when they exist."""

    @abc.abstractmethod
    def command(self) -> list[str]:
        """Command line of the server in the foreground, without the user change."""

    @abc.abstractmethod
    def launch(self) -> Launch:
        """As whom the server runs."""

    @abc.abstractmethod
    def ready(self, pid: int) -> bool:
        """Say whether the server of that process answers now; returns within a second."""

    @abc.abstractmethod
    def may_retry(self, log: str) -> bool:
        """Say whether a failed start is worth another try, from what the server printed."""

    def environment(self) -> dict[str, str]:
        """Environment of the server."""
        return dict(CLEAN_ENVIRONMENT)

    def alive(self) -> bool:
        """Say whether the process started by this object still runs."""
        return self._process is not None and self._process.poll() is None

    def check_port(self) -> None:
        """Raise PortBusyError when an asked-for port is taken."""
        if not is_free(self.port):
            message = (
                f"{self.name} cannot listen on port {self.port}: another program does. "
                "End it or choose another port."
            )
            raise PortBusyError(message)

    def start(self, retry_for_s: float = 10.0) -> str:
        """Start the server and return its URL once it answers.

        A start shortly after ``kill -9`` may meet the dying processes of the former server, so
        such failures are retried for ``retry_for_s`` seconds. Raises EmbeddedServerError.
        """
        if self.alive():
            return self.url
        self.prepare()
        deadline = time.monotonic() + retry_for_s
        while True:
            if self._asked_port is None and not is_free(self.port):
                self._port = None
            self.check_port()
            self._spawn()
            failure = self._wait_ready()
            if failure is None:
                atexit.register(self._stop_at_exit)
                return self.url
            if not self.may_retry(failure) or time.monotonic() > deadline:
                message = f"{self.name} did not start. It said:\n{failure[-_LOG_TAIL_CHARS:]}"
                raise ServerStartError(message)
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop the server and wait for its end. Raises ServerStopError rather than give up silently."""
        process, self._process = self._process, None
        atexit.unregister(self._stop_at_exit)
        if process is None or process.poll() is not None:
            return
        for number in (self.stop_signal, signal.SIGQUIT):
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(self.stop_timeout_s)
                return
        message = f"{self.name} (process {process.pid}) does not stop; look at {self.log_path}."
        raise ServerStopError(message)

    def _spawn(self) -> None:
        # The death signal follows the thread, and only the main thread lives as long as the process.
        tied = threading.current_thread() is threading.main_thread()
        command = self.launch().wrap(
            self.command(),
            parent=os.getpid(),
            death_signal=int(self.stop_signal) if tied else 0,
        )
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own words
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=self.environment(),
                start_new_session=True,
            )

    def _wait_ready(self) -> str | None:
        """Wait for the answer; on failure end the process and return what it printed."""
        deadline = time.monotonic() + self.start_timeout_s
        while self.alive() and time.monotonic() < deadline:
            if self._process is not None and self.ready(self._process.pid):
                return None
            time.sleep(_POLL_S)
        self.stop()
        return self.log_path.read_text(encoding="utf-8", errors="replace").strip()

    def _stop_at_exit(self) -> None:
        with contextlib.suppress(ServerStopError):
            self.stop()
