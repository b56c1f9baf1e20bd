"""RSA keys that sign access tokens: made at first start, rotated by adding a newer one.

The newest key signs; every key in the folder verifies and is published as JWKS, so that tokens
signed just before a rotation stay valid. Several machines share the folder as one secret.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwk
from jose.backends.base import Key
from jose.constants import ALGORITHMS

from musaic.platform.clock import now

ALGORITHM: str = ALGORITHMS.RS256
KEEP_KEYS = 2
_KEY_BITS = 2048
_NOTICE_S = 10.0
_NOTICE_UNKNOWN_S = 1.0


@dataclass(frozen=True)
class SigningKey:
    """One RSA key pair, parsed once: jose would otherwise parse PEM (27 ms) at every call."""

    kid: str
    private: Key
    public: Key


class KeyRing:
    """The keys of one folder, newest last; running processes notice a rotation by themselves."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys: dict[str, SigningKey] = {}
        self._read_at = 0.0
        self._read()

    @classmethod
    def load_or_create(cls, folder: Path) -> "KeyRing":
        """Read the keys in ``folder``, making the first one when there is none."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder):
            if not list(folder.glob("*.pem")):
                _add_key(folder)
        return cls(folder)

    @property
    def active(self) -> SigningKey:
        """The newest key, which signs."""
        self._read_again(after_s=_NOTICE_S)
        return self._keys[max(self._keys)]

    def public_key(self, kid: str) -> Key | None:
        """Return the key that verifies tokens naming ``kid``."""
        # A name we do not know: perhaps another process has noticed a rotation before us.
        self._read_again(after_s=_NOTICE_S if kid in self._keys else _NOTICE_UNKNOWN_S)
        key = self._keys.get(kid)
        return key.public if key else None

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """Return the public keys as a JSON Web Key Set."""
        self._read_again(after_s=_NOTICE_UNKNOWN_S)
        return {"keys": [_as_jwk(key) for key in self._keys.values()]}

    def _read_again(self, *, after_s: float) -> None:
        if time.monotonic() - self._read_at >= after_s:
            self._read()

    def _read(self) -> None:
        self._read_at = time.monotonic()
        paths = sorted(self._folder.glob("*.pem"))
        # An emptied folder is an operator's slip: what was read keeps serving until the next start.
        if paths and [path.stem for path in paths] != list(self._keys):
            with suppress(FileNotFoundError):  # rotated away while we read: the next look sees it
                self._keys = {path.stem: self._keys.get(path.stem) or _load(path) for path in paths}


def write_new_key(folder: Path) -> str:
    """Add a key, drop all but the newest two; return its id. Running processes notice within 10 s."""
    with _alone(folder):
        return _add_key(folder)


def _add_key(folder: Path) -> str:
    """Add a key; the caller holds the folder's lock."""
    kid = now().strftime("%Y%m%dT%H%M%S%f")
    pem = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Written beside and renamed: whoever reads the folder meanwhile never sees half a key, and after a
    # power cut there is none rather than an empty one.
    partial = folder / f".{kid}.{uuid4().hex}"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(folder / f"{kid}.pem")
    for old in sorted(folder.glob("*.pem"))[:-KEEP_KEYS]:
        old.unlink()
    return kid


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other processes from writing keys: several that start at once must agree on the first."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _load(path: Path) -> SigningKey:
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    public_pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return SigningKey(
        kid=path.stem,
        private=jwk.construct(path.read_text(), ALGORITHM),
        public=jwk.construct(public_pem.decode(), ALGORITHM),
    )


def _as_jwk(key: SigningKey) -> dict[str, Any]:
    values = cast("dict[str, Any]", key.public.to_dict())
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in values.items()} | {
        "kid": key.kid,
        "use": "sig",
    }
