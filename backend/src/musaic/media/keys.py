"""Names of blobs: by owner and content, so that a user's same bytes are kept once."""

import re

_KEY = re.compile(r"(\d{1,19})/([0-9a-f]{2})/(\2[0-9a-f]{62})")


def blob_key(user_id: int, sha256: str) -> str:
    """Return the key of a user's blob with that content (64 hex digits)."""
    return f"{user_id}/{sha256[:2]}/{sha256}"


def is_blob_key(text: str) -> bool:
    """Tell whether ``text`` is such a key; nothing else may become a path."""
    return _KEY.fullmatch(text) is not None


def owner_of(key: str) -> int:
    """Return the user id in a key."""
    return int(key.partition("/")[0])
