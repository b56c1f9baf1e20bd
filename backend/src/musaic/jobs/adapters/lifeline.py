"""A pipe from the worker's main process to its children, forked with it.

It becomes readable when the main process says "drain" (a byte nobody takes out) and when it dies,
even by kill -9 (end of file): in both cases every child gives its job back at once.
"""

import os


class Lifeline:
    """Both ends; each process keeps the one it needs."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self.parent_pid = os.getpid()

    def pull(self) -> None:
        """Tell all children to give back what they have. Safe in a signal handler."""
        os.write(self._write, b"x")

    def child_end(self) -> int:
        """Keep only the reading end, in a child; returns its descriptor."""
        os.close(self._write)
        return self._read

    def is_orphan(self) -> bool:
        """Whether the main process is gone."""
        return os.getppid() != self.parent_pid
