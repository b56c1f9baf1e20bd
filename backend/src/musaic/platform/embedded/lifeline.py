"""A tiny program that ties a server to the life of the process that started it, then becomes it.

Run as a script (``python -I -S lifeline.py --parent PID --signal N [--user UID:GID] -- command…``),
never imported by the servers: the signal at the parent's death must be asked for after every change
of user, in the very process that turns into the server. Standard library only.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def _prctl(option: int, *values: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    padded = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *padded) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _keep_file_access() -> None:
    """Let the new user still pass closed directories, such as the home that holds the checkout."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bit = 1 << _CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE)


def _become(user: int, group: int) -> None:
    linux = sys.platform == "linux"
    if linux:
        _prctl(_PR_SET_KEEPCAPS, 1)
    os.setgroups([])
    os.setgid(group)
    os.setuid(user)
    if linux:
        # Without the capability the server still runs where the paths are open to everybody.
        with contextlib.suppress(OSError):
            _keep_file_access()


def main() -> None:
    """Change user if asked, tie to the parent if asked, and become the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, default=0)
    parser.add_argument("--signal", type=int, default=0)
    parser.add_argument("--user", default="")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if options.user:
        user, group = options.user.split(":")
        _become(int(user), int(group))
    if options.signal and sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, options.signal)
        if os.getppid() != options.parent:  # it died before we asked
            sys.exit(1)
    os.execv(options.command[0], options.command)  # noqa: S606  the whole purpose


if __name__ == "__main__":
    main()
