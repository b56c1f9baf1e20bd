"""The one-time token of the first set-up: whoever reads the terminal or the disk owns Musaic."""

import hmac
import os
import secrets
from pathlib import Path

from musaic.accounts.errors import SetupTokenError
from musaic.platform.settings import Settings

FILE_NAME = "setup-token"
_BYTES = 24


def ensure(settings: Settings) -> str:
    """Return the token, writing it (mode 0600) when there is none; safe for several processes."""
    path = _path(settings)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{FILE_NAME}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600, exist_ok=False)
    beside.write_text(secrets.token_urlsafe(_BYTES), encoding="utf-8")
    try:
        # A link, and not a rename: the first process wins and the file is never half written.
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    return path.read_text(encoding="utf-8").strip()


def check(settings: Settings, given: str) -> None:
    """Raise SetupTokenError unless ``given`` is the token."""
    try:
        token = _path(settings).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        token = ""
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        raise SetupTokenError


def remove(settings: Settings) -> None:
    """Remove the token once it has served."""
    _path(settings).unlink(missing_ok=True)


def _path(settings: Settings) -> Path:
    return settings.secrets_dir / FILE_NAME
