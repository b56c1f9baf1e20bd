"""Names of downloads, in every script."""

import re
from urllib.parse import quote

_PLAIN = re.compile(r"[^A-Za-z0-9 ._()-]")


def attachment(filename: str) -> dict[str, str]:
    """Return the header that makes a browser save a reply as ``filename`` (RFC 6266, RFC 5987)."""
    plain = _PLAIN.sub("_", filename) or "download"
    encoded = quote(filename, safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"}
