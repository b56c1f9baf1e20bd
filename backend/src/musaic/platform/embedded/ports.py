"""Choosing TCP ports for servers that listen on the loopback only."""

from __future__ import annotations

import random
import socket

LOOPBACK = "127.0.0.1"

# Below the range that kernels hand out to outgoing connections (Linux from 32768, macOS from 49152):
# a server that is restarted must find its own port free again.
_FIRST, _LAST = 20_000, 32_000
_ATTEMPTS = 200


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Say whether a server could listen on the port now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Like the servers themselves: a connection in TIME_WAIT does not make a port busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port that nobody listens on, chosen at random so that parallel starts rarely meet."""
    draw = random.SystemRandom()
    for _ in range(_ATTEMPTS):
        port = draw.randrange(_FIRST, _LAST)
        if is_free(port):
            return port
    message = f"No free port between {_FIRST} and {_LAST}: end a program that listens there."
    raise OSError(message)
