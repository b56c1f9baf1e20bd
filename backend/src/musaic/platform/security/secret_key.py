"""A random key of 32 bytes in a file of its own, made at first start."""

import os
import secrets
from pathlib import Path
from uuid import uuid4

_KEY_BYTES = 32


def load_or_create(path: Path) -> bytes:
    """Read the key at ``path``, making it at first start; processes starting at once agree.

    Raises ValueError for a file of another length.
    """
    if not path.exists():
        _write(path)
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        message = f"{path.name} must hold {_KEY_BYTES} bytes; remove it to get a fresh one."
        raise ValueError(message)
    return key


def _write(path: Path) -> None:
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
