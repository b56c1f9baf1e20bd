"""Steps that are skipped when nothing changed, and commands whose output is kept for failures."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from setup_steps.places import ROOT, TOOLS

_TAIL_CHARS = 3_000
_END_S = 5
_began = time.monotonic()
_children: set[subprocess.Popen[bytes]] = set()
_guard = threading.Lock()
_stopped = threading.Event()


class StepError(Exception):
    """A step failed; the text says which, why and what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to install: done when its result exists and was made from these very inputs."""

    name: str
    text: str
    inputs: Callable[[], str]
    result: Path
    action: Callable[[], None]

    def needed(self) -> bool:
        """Say whether the step must run."""
        try:
            return self._stamp.read_text(encoding="ascii") != self._key() or not self.result.exists()
        except FileNotFoundError:
            return True

    def run(self) -> None:
        """Run the step if needed. The stamp goes first and comes back last: a cut leaves no lie."""
        if not self.needed():
            return
        began = time.monotonic()
        say(f"{self.text} …")
        self._stamp.unlink(missing_ok=True)
        self.action()
        self._stamp.parent.mkdir(parents=True, exist_ok=True)
        self._stamp.write_text(self._key(), encoding="ascii")
        say(f"{self.text}: done in {time.monotonic() - began:.1f} s")

    @property
    def _stamp(self) -> Path:
        return TOOLS / "stamps" / self.name

    def _key(self) -> str:
        # The folder is part of it: virtual environments and links do not survive a move.
        return hashlib.sha256(f"{ROOT}\n{sys.version}\n{self.inputs()}".encode()).hexdigest()


def say(text: str) -> None:
    """Write one line with the seconds since the start."""
    sys.stdout.write(f"[{time.monotonic() - _began:5.1f} s] {text}\n")
    sys.stdout.flush()


def digest(files: Iterable[Path]) -> str:
    """Return one hash over the names and contents of the files that exist."""
    total = hashlib.sha256()
    for path in sorted(files):
        if path.is_file():
            total.update(f"{path.relative_to(ROOT)}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def run(name: str, command: list[str], *, env: Mapping[str, str], cwd: Path = ROOT) -> None:
    """Run a command quietly; raise StepError with the end of what it said when it fails."""
    if _stopped.is_set():
        message = "stopped"
        raise StepError(message)
    log = TOOLS / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        start = output.tell()
        output.write(f"$ {' '.join(command)}\n".encode())
        output.flush()
        process = subprocess.Popen(  # noqa: S603  our own words
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )
        with _guard:
            _children.add(process)
        status = process.wait()
        with _guard:
            _children.discard(process)
    if status != 0:
        said = log.read_bytes()[start:].decode(errors="replace").strip()
        message = f"{name} failed with status {status} (full log: {log}):\n{said[-_TAIL_CHARS:]}"
        raise StepError(message)


def stop_children() -> None:
    """End every command that still runs, with what it started."""
    _stopped.set()
    with _guard:
        running = list(_children)
    for process in running:
        _signal(process, signal.SIGTERM)
    for process in running:
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
