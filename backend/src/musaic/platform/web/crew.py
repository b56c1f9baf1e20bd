"""Several processes for one web server: forked from one that has everything loaded already.

Imports are paid once, and what they load is one piece of memory for all.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_PAUSE_S = 0.5


class Crew:
    """Forks ``size`` processes that run ``work``, and one more for each that is killed.

    ``work`` returns its exit status. A process that ends by itself ends the whole crew with its
    status: whoever supervises knows how to start anew, with pauses. ``on_end`` is told each dead
    process's id.
    """

    def __init__(self, size: int, work: Callable[[], int], on_end: Callable[[int], None]) -> None:
        """Describe; nothing runs before ``run``."""
        self._size = size
        self._work = work
        self._on_end = on_end
        self._members: set[int] = set()
        self._stopping = False

    def run(self) -> int:
        """Keep the crew complete until SIGTERM or SIGINT; return the exit status."""
        before = {number: signal.signal(number, self._stop) for number in _SIGNALS}
        try:
            for _ in range(self._size):
                self._fork()
            return self._watch()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _watch(self) -> int:
        result = 0
        while self._members:
            pid, status = os.waitpid(-1, 0)
            if pid not in self._members:
                continue
            self._members.discard(pid)
            self._on_end(pid)
            if self._stopping:
                continue
            if os.WIFSIGNALED(status):
                sys.stderr.write(f"WARNING: web server process {pid} was killed; starting another\n")
                time.sleep(_PAUSE_S)
                self._fork()
            else:
                result = os.WEXITSTATUS(status)
                self._stop(signal.SIGTERM, None)
        return result

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for pid in self._members:
            os.kill(pid, signal.SIGTERM)

    def _fork(self) -> None:
        # A signal between the fork and the note of its result would leave a process behind.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            if self._stopping:
                return
            sys.stdout.flush()
            sys.stderr.flush()
            pid = os.fork()
            if pid == 0:
                self._live()
            self._members.add(pid)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def _live(self) -> None:
        """Be a member: never returns."""
        status = 1
        try:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            status = self._work()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException:  # noqa: BLE001  nothing may climb into the code of the one who forked
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
