"""Secrets at rest: what must be readable again is sealed with a key that never enters the database."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
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
        if not path.exists():
            _write_key(path)
        key = path.read_bytes()
        if len(key) != _KEY_BYTES:
            message = f"{path.name} must hold {_KEY_BYTES} bytes; remove it to get a fresh one."
            raise ValueError(message)
        return cls(key)

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


def _write_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{uuid4().hex}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(beside)  # unlike a rename this fails when another process was first
    except FileExistsError:
        pass
    finally:
        beside.unlink()
