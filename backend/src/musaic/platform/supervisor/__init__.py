"""One process that owns all the others: starts them in order, restarts what dies, leaves nothing behind."""

from musaic.platform.supervisor.console import Console
from musaic.platform.supervisor.errors import AlreadyRunsError, ServiceFailedError, SupervisorError
from musaic.platform.supervisor.service import Service
from musaic.platform.supervisor.supervisor import Supervisor

__all__ = [
    "AlreadyRunsError",
    "Console",
    "Service",
    "ServiceFailedError",
    "Supervisor",
    "SupervisorError",
]
