"""Prometheus figures of analytics."""

from prometheus_client import Counter

VERIFIED = Counter("musaic_listening_verified_total", "Histories recomputed and compared", ["outcome"])
DIFFERENCES = Counter(
    "musaic_listening_differences_total", "Rows found to differ from a recomputation", ["table"]
)
