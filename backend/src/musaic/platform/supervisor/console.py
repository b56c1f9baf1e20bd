"""What the operator sees in the terminal: calm progress, and children's lines that matter."""

from __future__ import annotations

import json
import re
import sys
import time
from typing import TextIO

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50, "fatal": 50, "panic": 50}
_WORD = re.compile(r"\b(WARNING|ERROR|CRITICAL|FATAL|PANIC)\b")
_HIDDEN_KEYS = {"event", "level", "timestamp", "logger", "exception"}
_NAME_WIDTH = 10
_MATTERS = 30


class Console:
    """Writes whole lines: ``[  1.2 s] PostgreSQL is ready`` and ``api       | something failed``.

    Full logs are in files; the terminal shows warnings and worse, or everything with ``verbose``.
    """

    def __init__(self, stream: TextIO | None = None, *, verbose: bool = False) -> None:
        """Write to ``stream`` (standard output by default)."""
        self._stream = stream or sys.stdout
        self._verbose = verbose
        self._began = time.monotonic()

    def progress(self, text: str) -> None:
        """Write one step, with the seconds since the start."""
        self.plain(f"[{time.monotonic() - self._began:5.1f} s] {text}")

    def plain(self, text: str) -> None:
        """Write one line as it is; a closed terminal is no reason to stop."""
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = sys.__stderr__ or self._stream

    def child(self, name: str, line: str, mute: tuple[str, ...] = ()) -> None:
        """Show a child's line if it matters."""
        level, text = _read(line)
        matters = level >= _MATTERS and not any(part in line for part in mute)
        if matters or self._verbose:
            for part in text.splitlines():
                self.plain(f"{name:<{_NAME_WIDTH}}| {part}")


def _read(line: str) -> tuple[int, str]:
    """Return the level of a log line (a number as in ``logging``) and its text for people."""
    if line.startswith("{"):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if isinstance(record, dict):
            return _from_record(record)
    found = _WORD.search(line)
    return (40 if found and found[0] != "WARNING" else 30 if found else 20), line


def _from_record(record: dict[str, object]) -> tuple[int, str]:
    level = _LEVELS.get(str(record.get("level", "info")).lower(), 20)
    details = " ".join(f"{key}={value}" for key, value in record.items() if key not in _HIDDEN_KEYS)
    text = f"{record.get('level', 'info')}: {record.get('event', '')} {details}".rstrip()
    if record.get("exception"):
        text += f"\n{record['exception']}"
    return level, text
