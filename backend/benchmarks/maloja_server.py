"""Maloja, a self-hosted peer: installed apart, run on a folder of its own, fed with its own command."""

import os
import resource
import subprocess
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import httpx
import orjson

from musaic.platform.embedded.ports import LOOPBACK, free_port

PACKAGE = "malojaserver"
KEY = "benchmark"
_INSTALL_S, _START_S, _IMPORT_S = 600, 120, 3_600


class NotInstallableError(Exception):
    """Maloja cannot be had here."""


def installed(folder: Path) -> Path:
    """Install Maloja into an environment of its own; return its Python. Raises NotInstallableError."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    call = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=_INSTALL_S, check=False)
    except subprocess.TimeoutExpired as error:
        message = f"the installation took more than {_INSTALL_S} s"
        raise NotInstallableError(message) from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"pip ended with {done.returncode}"]
        raise NotInstallableError(lines[-1])
    return python


class Maloja:
    """One Maloja with a data folder of its own."""

    def __init__(self, python: Path, folder: Path) -> None:
        self.port = free_port()
        self._python, self._folder = python, folder
        folder.mkdir()
        (folder / "apikeys.yml").write_text(f"bench: {KEY}\n", encoding="ascii")
        self._env = {
            "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "HOME": str(folder),
            "TZ": "UTC",
            "MALOJA_DATA_DIRECTORY": str(folder),
            "MALOJA_SKIP_SETUP": "yes",
            "MALOJA_FORCE_PASSWORD": KEY,
            "MALOJA_HOST": LOOPBACK,
            "MALOJA_PORT": str(self.port),
            "MALOJA_SEND_STATS": "no",
            "MALOJA_CLEAN_OUTPUT": "yes",
        }

    def import_file(self, path: Path) -> tuple[float, float]:
        """Import with Maloja's own command; return the seconds on the clock, and of the processor."""
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [str(self._python), "-m", "maloja", "import", str(path)],
            env=self._env,
            cwd=self._folder,
            input="",
            capture_output=True,
            text=True,
            timeout=_IMPORT_S,
            check=False,
        )
        wall_s, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise SystemExit(done.stderr[-2_000:] or done.stdout[-2_000:])
        return wall_s, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    @contextmanager
    def running(self) -> Iterator[str]:
        """Run the server; give its address."""
        root = f"http://{LOOPBACK}:{self.port}"
        with (self._folder / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [str(self._python), "-m", "maloja", "run"],
                env=self._env,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
            try:
                self._wait(root, process)
                yield root
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _wait(self, root: str, process: "subprocess.Popen[bytes]") -> None:
        ends = time.monotonic() + _START_S
        while time.monotonic() < ends and process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{root}/apis/mlj_1/serverinfo", timeout=10).status_code == httpx.codes.OK:
                    return
            time.sleep(0.2)
        raise SystemExit((self._folder / "server.log").read_text(errors="replace")[-2_000:])


def with_offline_stamps(path: Path) -> None:
    """Give each row the stamp that real exports have, in milliseconds: Maloja reads no row without it."""
    rows = orjson.loads(path.read_bytes())
    for row in rows:
        began = datetime.fromisoformat(row["ts"]).timestamp() * 1000 - row["ms_played"]
        row["offline_timestamp"] = int(began)
    path.write_bytes(orjson.dumps(rows))
