"""A small process that outlives a killed supervisor for the few seconds it takes to end its children.

It is told every process group on its standard input (``+ GROUP SIGNAL``, ``- GROUP``). The end of
that input means that the supervisor is gone: whatever is still listed is ended. The kernel's parent
death signal reaches only direct children; a worker's pool would survive it.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from musaic.platform.supervisor import sweep

GRACE_S = 4.0
_POLL_S = 0.05


def main() -> None:
    """Listen until the supervisor is gone, then clean up behind it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    data_dir = Path(sys.argv[1])
    groups: dict[int, signal.Signals] = {}
    for line in sys.stdin:
        match line.split():
            case ["+", group, stop_signal]:
                groups[int(group)] = signal.Signals(int(stop_signal))
            case ["-", group]:
                groups.pop(int(group), None)
            case _:
                pass
    if groups:
        _end(groups)
        sweep.end(sweep.leftovers(data_dir), grace_s=0.5)


def _end(groups: dict[int, signal.Signals]) -> None:
    alive = {group for group, number in groups.items() if sweep.kill_group(group, number)}
    deadline = time.monotonic() + GRACE_S
    while alive and time.monotonic() < deadline:
        time.sleep(_POLL_S)
        alive = {group for group in alive if _has_members(group)}
    for group in alive:
        sweep.kill_group(group)


def _has_members(group: int) -> bool:
    # Signal 0 asks without doing anything.
    return sweep.kill_group(group, 0)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
