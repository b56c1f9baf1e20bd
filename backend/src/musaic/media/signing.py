"""Signed addresses for players and downloads, which cannot send a bearer token."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from musaic.media.errors import LinkExpired, LinkInvalid
from musaic.platform.security import secret_key
from musaic.platform.web.downloads import Disposition

# Expiry is rounded up to this, so that a page loaded twice gets equal, cacheable addresses.
_ROUND_S = 900


@dataclass(frozen=True)
class Grant:
    """What a signed address allows: one user's asset, in one disposition, until ``expires``."""

    media_id: UUID
    user_id: int
    disposition: Disposition
    expires: int


class UrlSigner:
    """HMAC-SHA256 over everything that a signed address says."""

    def __init__(self, key: bytes, *, ttl_s: int = 6 * 3600) -> None:
        self._key = key
        self._ttl_s = ttl_s

    @classmethod
    def load_or_create(cls, path: Path) -> "UrlSigner":
        """Read the key at ``path``, making it at first start; processes starting at once agree."""
        return cls(secret_key.load_or_create(path))

    def path(self, media_id: UUID, user_id: int, disposition: Disposition) -> str:
        """Return the signed path of an asset's content."""
        expires = -(-(int(time.time()) + self._ttl_s) // _ROUND_S) * _ROUND_S
        grant = Grant(media_id, user_id, disposition, expires)
        query = urlencode(
            {
                "user": user_id,
                "expires": expires,
                "disposition": disposition,
                "signature": self._signature(grant),
            }
        )
        return f"/api/v1/media/{media_id}/content?{query}"

    def verify(self, grant: Grant, signature: str) -> None:
        """Raise LinkInvalid unless we signed exactly this grant, LinkExpired when its time is over."""
        if not hmac.compare_digest(self._signature(grant).encode(), signature.encode()):
            raise LinkInvalid
        if grant.expires < time.time():
            raise LinkExpired

    def _signature(self, grant: Grant) -> str:
        fields = ("media-content-v1", grant.media_id, grant.user_id, grant.disposition, grant.expires)
        message = "\n".join(str(field) for field in fields).encode()
        digest = hmac.new(self._key, message, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
