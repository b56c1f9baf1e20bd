"""Settings become parts: the one place where an adapter is chosen for each port."""

from musaic.entrypoints.wiring.accounts import build_accounts, start_accounts
from musaic.entrypoints.wiring.jobs import job_office, job_runner, job_streams
from musaic.entrypoints.wiring.kinds import JOB_KINDS, SCHEDULES
from musaic.entrypoints.wiring.runtime import build_runtime, close_runtime
from musaic.entrypoints.wiring.scrobbling import install_scrobbling, live_hub
from musaic.entrypoints.wiring.servers import server_urls
from musaic.entrypoints.wiring.storage import install_media

__all__ = [
    "JOB_KINDS",
    "SCHEDULES",
    "build_accounts",
    "build_runtime",
    "close_runtime",
    "install_media",
    "install_scrobbling",
    "job_office",
    "job_runner",
    "job_streams",
    "live_hub",
    "server_urls",
    "start_accounts",
]
