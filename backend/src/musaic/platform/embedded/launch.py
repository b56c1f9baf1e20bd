"""How to run a server binary as whoever we are: PostgreSQL refuses to run as root."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_LIFELINE = Path(__file__).with_name("lifeline.py")
_NOBODY_ID = 65534

# Nothing of the caller's environment may change how a server behaves (PGPORT, LANG, TZ …).
CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Launch:
    """One way to run a binary.

    ``prefix`` comes before the command; ``owner`` is the (uid, gid) that must own the data,
    None when it is the caller's own.
    """

    prefix: tuple[str, ...] = ()
    owner: tuple[int, int] | None = None

    def wrap(self, command: list[str], *, parent: int = 0, death_signal: int = 0) -> list[str]:
        """Return the command as it must be executed.

        With ``parent`` the kernel sends ``death_signal`` to the command when the thread that
        started it ends (Linux only; elsewhere it has no effect).
        """
        if not death_signal and self.owner is None:
            return [*self.prefix, *command]
        shim = [sys.executable, "-I", "-S", str(_LIFELINE)]
        if death_signal:
            shim += ["--parent", str(parent), "--signal", str(death_signal)]
        if self.owner is not None:
            shim += ["--user", f"{self.owner[0]}:{self.owner[1]}"]
        return [*self.prefix, *shim, "--", *command]


def as_caller() -> Launch:
    """Run as the calling user, root or not (Valkey does not mind)."""
    return Launch()


@functools.cache
def as_ordinary_user() -> Launch:
    """Run as somebody who is not root.

    Root gets a user namespace, in which the files stay owned by root and closed homes stay
    readable. Where namespaces are forbidden (many containers) it is the user nobody, who then owns
    the data directory.
    """
    if os.geteuid() != 0:
        return Launch()
    unshare = shutil.which("unshare")
    if unshare:
        prefix = (unshare, "--user", f"--map-user={_NOBODY_ID}", f"--map-group={_NOBODY_ID}", "--")
        probe = subprocess.run(  # noqa: S603  our own words
            [*prefix, "true"], check=False, capture_output=True, stdin=subprocess.DEVNULL
        )
        if probe.returncode == 0:
            return Launch(prefix=prefix)
    nobody = pwd.getpwnam("nobody")
    return Launch(owner=(nobody.pw_uid, nobody.pw_gid))
