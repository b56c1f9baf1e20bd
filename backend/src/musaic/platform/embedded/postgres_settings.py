"""PostgreSQL settings fitted to the machine's memory."""

from __future__ import annotations

_MIB = 1024 * 1024


def _share(memory: int, divisor: int, low: int, high: int) -> str:
    """Return a share of the memory between two bounds given in MiB, as PostgreSQL writes it."""
    return f"{min(max(memory // divisor // _MIB, low), high)}MB"


def server_settings(memory: int, *, durable: bool) -> dict[str, str]:
    """Return the ``-c`` settings for a machine with that many bytes of memory.

    At 24 GB these are the values under which the analytics queries were measured; below they shrink
    in proportion. Without ``durable`` a crash of the machine may lose the cluster: tests only.
    """
    settings = {
        "shared_buffers": _share(memory, 16, 64, 1024) if durable else "64MB",
        "effective_cache_size": _share(memory, 6, 128, 4096),
        "work_mem": _share(memory, 384, 4, 64),
        "maintenance_work_mem": _share(memory, 48, 32, 512),
        "max_wal_size": "4GB",
        "max_connections": "200",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "shared_preload_libraries": "pg_stat_statements",
    }
    if not durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_wal_size": "512MB",
        }
    return settings
