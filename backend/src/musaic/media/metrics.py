"""Prometheus figures of the media room."""

from prometheus_client import Counter

BYTES_STORED = Counter("musaic_media_stored_bytes_total", "Bytes recorded as assets", ["kind"])
UPLOADS = Counter(
    "musaic_media_uploads_total", "Uploads by protocol and how they ended", ["protocol", "outcome"]
)
BLOBS_REMOVED = Counter("musaic_media_blobs_removed_total", "Blobs removed from the store", ["reason"])
