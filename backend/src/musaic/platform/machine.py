"""What this process may use of the machine: processors and memory, also inside a container."""

from __future__ import annotations

import contextlib
import math
import os
from pathlib import Path

_MEMORY_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)
_CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")


def memory_bytes() -> int:
    """Bytes of memory that this process may use: the machine's, or the container's if smaller."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in _MEMORY_LIMITS:
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(path.read_text(encoding="ascii")))
    return total


def processors(cpu_limit: Path = _CPU_LIMIT) -> int:
    """How many processors this process may use, at least 1; a container's share is rounded up."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        quota, period = cpu_limit.read_text(encoding="ascii").split()
        count = min(count, math.ceil(int(quota) / int(period)))
    return max(1, count)
