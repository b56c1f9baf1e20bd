"""Names of downloads, in every script."""

from typing import Literal
from urllib.parse import quote

Disposition = Literal["inline", "attachment"]


def content_disposition(disposition: Disposition, filename: str) -> str:
    """Return the value: a plain ASCII name for old clients, and the true one (RFC 6266, RFC 5987)."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%' else "_" for letter in filename)
    encoded = quote(filename, safe="", errors="replace")
    return f"{disposition}; filename=\"{plain or 'download'}\"; filename*=UTF-8''{encoded or 'download'}"


def attachment(filename: str) -> dict[str, str]:
    """Return the header that makes a browser save a reply as ``filename``."""
    return {"Content-Disposition": content_disposition("attachment", filename)}
