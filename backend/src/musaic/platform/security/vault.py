"""Secrets at rest: what must be readable again is sealed with a key that never enters the database."""

import hashlib
import hmac
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from musaic.platform.security import secret_key

_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """The box was made with another key, for another place, or was changed."""


class Vault:
    """AES-256-GCM with one key; ``place`` binds a box to the row that it belongs to."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._key = key

    @classmethod
    def load_or_create(cls, path: Path) -> "Vault":
        """Read the key at ``path``, making it at first start; processes starting at once agree."""
        return cls(secret_key.load_or_create(path))

    def seal(self, secret: bytes, place: str) -> bytes:
        """Return ``secret`` encrypted, readable only for the same ``place``."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, place.encode())

    def open(self, box: bytes, place: str) -> bytes:
        """Return what ``seal`` was given; raises SealBrokenError."""
        try:
            return self._cipher.decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBrokenError from error

    def derived_key(self, purpose: str) -> bytes:
        """Return a key of 32 bytes for one other purpose, always the same one."""
        return hmac.new(self._key, f"derived:{purpose}".encode(), hashlib.sha256).digest()
