from pathlib import Path

import pytest

from musaic.entrypoints.services import build_services, require_free_port
from musaic.platform.embedded import EmbeddedValkey, PortBusyError
from musaic.platform.settings import Settings


def test_everything_is_embedded_by_default(tmp_path: Path) -> None:
    services = build_services(Settings(data_dir=tmp_path, database_url=None, redis_url=None))
    names = [service.name for service in services]
    assert names == ["postgres", "valkey", "migrations", "api", "dispatcher", "worker"]
    env = services[-1].env
    assert env["MUSAIC_DATABASE_URL"].startswith("postgresql://musaic:")
    assert env["MUSAIC_REDIS_URL"].startswith("redis://:")


def test_given_servers_are_not_started(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url="postgresql://me@db/musaic", redis_url="redis://cache/0"
    )
    services = build_services(settings)
    assert [service.name for service in services] == ["migrations", "api", "dispatcher", "worker"]
    assert {service.env["MUSAIC_DATABASE_URL"] for service in services} == {"postgresql://me@db/musaic"}
    assert list(tmp_path.iterdir()) == []


def test_no_password_stands_on_a_command_line(tmp_path: Path) -> None:
    services = build_services(Settings(data_dir=tmp_path, database_url=None, redis_url=None))
    words = " ".join(word for service in services for word in service.argv)
    for name in ("postgres", "valkey"):
        assert (tmp_path / f"{name}.password").read_text() not in words


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    other = EmbeddedValkey(tmp_path / "other", durable=False)
    other.start()
    try:
        with pytest.raises(PortBusyError, match=f"Port {other.port} .* MUSAIC_PORT="):
            require_free_port(Settings(port=other.port))
    finally:
        other.stop()
