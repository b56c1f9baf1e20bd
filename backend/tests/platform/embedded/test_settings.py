import pytest

from musaic.platform.embedded.ports import free_port, is_free
from musaic.platform.embedded.postgres_settings import server_settings
from musaic.platform.machine import memory_bytes

GIB = 1024**3


@pytest.mark.parametrize(
    ("memory", "shared", "work"),
    [(GIB, "64MB", "4MB"), (8 * GIB, "512MB", "21MB"), (64 * GIB, "1024MB", "64MB")],
)
def test_memory_scales_with_the_machine(memory: int, shared: str, work: str) -> None:
    settings = server_settings(memory, durable=True)
    assert (settings["shared_buffers"], settings["work_mem"]) == (shared, work)


def test_only_tests_go_without_fsync() -> None:
    assert "fsync" not in server_settings(GIB, durable=True)
    assert server_settings(GIB, durable=False)["fsync"] == "off"


def test_this_machine_has_memory() -> None:
    assert memory_bytes() > 64 * 1024 * 1024


def test_a_free_port_lies_below_the_ephemeral_range() -> None:
    port = free_port()
    assert is_free(port)
    assert 20_000 <= port < 32_000
