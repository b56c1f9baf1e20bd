"""Prometheus figures of the HTTP floor; rooms add their own beside their code."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

# Figures that are true whichever process answers, such as those read from the database.
SHARED = CollectorRegistry()

REQUESTS = Counter("musaic_http_requests_total", "Requests served", ["method", "route", "status"])
SECONDS = Histogram(
    "musaic_http_request_seconds",
    "Time to serve a request",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request under its route template, never under its raw path."""
    REQUESTS.labels(method, route, str(status)).inc()
    SECONDS.labels(method, route).observe(seconds)


def render() -> tuple[bytes, str]:
    """Return the exposition text and its content type: the sum over all API processes."""
    return generate_latest(_counted()) + generate_latest(SHARED), CONTENT_TYPE_LATEST


def forget_process(pid: int) -> None:
    """Take a dead process out of the gauges; what it counted stays counted."""
    if _is_shared():
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def _counted() -> CollectorRegistry:
    if not _is_shared():
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


def _is_shared() -> bool:
    """Say whether the library was told, by its own PROMETHEUS_MULTIPROC_DIR, to count in files."""
    return bool(values.ValueClass._multiprocess)  # noqa: SLF001  it offers no other way to ask
