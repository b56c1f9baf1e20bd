"""How a worker process is set up."""

import subprocess
import sys

SCRIPT = """
from musaic.entrypoints.worker import create_worker
from musaic.platform.settings import Settings

create_worker(Settings(database_url="postgresql://unused", redis_url="redis://unused"))
from huggingface_hub import snapshot_download
from huggingface_hub.constants import HF_HUB_OFFLINE
from huggingface_hub.errors import LocalEntryNotFoundError

assert HF_HUB_OFFLINE
try:
    snapshot_download("anybody/any-model")
except LocalEntryNotFoundError as error:
    print("refused", error)
"""


def test_no_engine_reaches_for_the_network() -> None:
    command = [sys.executable, "-c", SCRIPT]
    worker = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert worker.stdout.startswith("refused"), worker.stderr
    assert "offline" in worker.stdout.lower() or "HF_HUB_OFFLINE" in worker.stdout
