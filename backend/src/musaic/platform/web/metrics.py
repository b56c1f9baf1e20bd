"""Prometheus figures of the HTTP floor; rooms add their own beside their code."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

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
    """Return the exposition text and its content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
