"""RSA keys that sign access tokens: made at first start, rotated by adding a newer one.

The newest key signs; every key in the folder verifies and is published as JWKS, so that tokens
signed just before a rotation stay valid. Several machines share the folder as one secret.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwk
from jose.backends.base import Key
from jose.constants import ALGORITHMS

from musaic.platform.clock import now

ALGORITHM: str = ALGORITHMS.RS256
KEEP_KEYS = 2
_KEY_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """One RSA key pair, parsed once: jose would otherwise parse PEM (27 ms) at every call."""

    kid: str
    private: Key
    public: Key


class KeyRing:
    """The keys of one folder, newest last."""

    def __init__(self, keys: list[SigningKey]) -> None:
        self._keys = {key.kid: key for key in keys}
        self.active = keys[-1]

    @classmethod
    def load_or_create(cls, folder: Path) -> "KeyRing":
        """Read the keys in ``folder``, making the first one when there is none."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not list(folder.glob("*.pem")):
            write_new_key(folder)
        return cls([_load(path) for path in sorted(folder.glob("*.pem"))])

    def public_key(self, kid: str) -> Key | None:
        """Return the key that verifies tokens naming ``kid``."""
        key = self._keys.get(kid)
        return key.public if key else None

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """Return the public keys as a JSON Web Key Set."""
        return {"keys": [_as_jwk(key) for key in self._keys.values()]}


def write_new_key(folder: Path) -> str:
    """Add a key that signs from the next start on, drop all but the newest two; return its id."""
    kid = now().strftime("%Y%m%dT%H%M%S%f")
    pem = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    target = folder / f"{kid}.pem"
    # Written beside and renamed: a second process starting at once never reads half a key.
    partial = folder / f".{kid}.{os.getpid()}"
    partial.touch(mode=0o600)
    partial.write_bytes(pem)
    partial.rename(target)
    for old in sorted(folder.glob("*.pem"))[:-KEEP_KEYS]:
        old.unlink()
    return kid


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
