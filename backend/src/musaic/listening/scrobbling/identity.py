"""Secrets and identifiers of the scrobble protocols."""

import hashlib
import hmac
import re
import secrets
import unicodedata
from uuid import UUID, uuid5

from musaic.catalog.public import comparison_key

# Names the recordings of this product; any fixed UUID will do.
_RECORDINGS = UUID("5b1f4e0a-6c1d-5d0e-9a53-6d7573616963")
_NAME_LENGTH = 32
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def new_secret() -> str:
    """Return 128 random bits in the form of a UUID, which every client takes for a token."""
    return str(UUID(bytes=secrets.token_bytes(16)))


def new_key() -> str:
    """Return 128 random bits as 32 hexadecimal digits: a session or a token of the old protocols."""
    return secrets.token_hex(16)


def hash_of(secret: str) -> bytes:
    """Return what a secret is looked up by; random secrets need no salt."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def md5_hex(text: str) -> str:
    """Return the MD5 digest that the Last.fm protocols are built on."""
    return hashlib.md5(text.encode(errors="replace"), usedforsecurity=False).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def recording_msid(artist: str, title: str, album: str | None) -> UUID:
    """Return the identifier of a recording by its names, however they are spelled in case and spaces."""
    keys = (comparison_key(artist), comparison_key(title), comparison_key(album or ""))
    return uuid5(_RECORDINGS, "\0".join(keys).encode(errors="replace").decode())


def name_from(display_name: str) -> str:
    """Return a name for players: letters, digits, dot, dash and underscore only."""
    ascii_only = unicodedata.normalize("NFKD", display_name).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", ascii_only).strip("-._")[:_NAME_LENGTH].lower() or "listener"
