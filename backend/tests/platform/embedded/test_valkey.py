import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from musaic.platform.embedded import EmbeddedValkey, PortBusyError
from musaic.platform.embedded.ports import LOOPBACK


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path / "folder with blank" / "data")
    yield server
    server.stop()


def test_it_keeps_messages_and_wants_its_password(server: EmbeddedValkey) -> None:
    with Redis.from_url(server.start()) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendfsync") == {"appendfsync": "everysec"}
    with Redis(host=LOOPBACK, port=server.port) as stranger, pytest.raises(AuthenticationError):
        stranger.ping()
    assert server.url not in " ".join(psutil.Process(server.pid).cmdline())


def test_keys_survive_kill_9(server: EmbeddedValkey) -> None:
    with Redis.from_url(server.start()) as client:
        client.set("kept", "42")
        # Written by the server itself once a second.
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and client.info("persistence")["aof_pending_bio_fsync"]:
            time.sleep(0.05)
        time.sleep(1.2)
    process = psutil.Process(server.pid)
    os.kill(process.pid, signal.SIGKILL)
    psutil.wait_procs([process], timeout=5)
    with Redis.from_url(server.start(), decode_responses=True) as client:
        assert client.get("kept") == "42"


def test_stop_ends_the_process(server: EmbeddedValkey) -> None:
    server.start()
    process = psutil.Process(server.pid)
    server.stop()
    assert not process.is_running()


def test_another_program_on_the_port_is_named_as_the_reason(server: EmbeddedValkey, tmp_path: Path) -> None:
    server.start()
    with pytest.raises(PortBusyError, match=str(server.port)):
        EmbeddedValkey(tmp_path / "second", port=server.port, durable=False).start()
