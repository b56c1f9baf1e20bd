"""PostgreSQL and Valkey as child processes, from wheels, so that a bare machine needs no server."""

from musaic.platform.embedded.errors import (
    EmbeddedServerError,
    PortBusyError,
    ServerAlreadyRunsError,
    ServerStartError,
    ServerStopError,
    WrongDataVersionError,
)
from musaic.platform.embedded.postgres import EmbeddedPostgres
from musaic.platform.embedded.valkey import EmbeddedValkey

__all__ = [
    "EmbeddedPostgres",
    "EmbeddedServerError",
    "EmbeddedValkey",
    "PortBusyError",
    "ServerAlreadyRunsError",
    "ServerStartError",
    "ServerStopError",
    "WrongDataVersionError",
]
