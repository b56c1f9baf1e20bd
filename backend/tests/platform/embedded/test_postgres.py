import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from fixtures.database import migrate
from musaic.entrypoints.migrations import current_revision, expected_revision
from musaic.platform.embedded import (
    EmbeddedPostgres,
    PortBusyError,
    ServerAlreadyRunsError,
    ServerStartError,
    WrongDataVersionError,
    launch,
)
from musaic.platform.embedded.postgres import wheel_binaries

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "data")
    yield server
    server.stop()


async def value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


@pytest.mark.asyncio
async def test_first_start_makes_a_utf8_cluster_with_the_database(server: EmbeddedPostgres) -> None:
    url = server.start()
    assert await value(url, "SELECT current_database()") == "musaic"
    assert await value(url, "SELECT upper('қазақ')") == "ҚАЗАҚ"
    assert (server.data_dir.stat().st_mode & 0o777) == 0o700
    assert (server.password_path.stat().st_mode & 0o777) == 0o600


@pytest.mark.asyncio
async def test_committed_rows_survive_kill_9_of_the_postmaster(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.start())
    await connection.execute("CREATE TABLE kept (value int); INSERT INTO kept VALUES (42)")
    former = psutil.Process(server.pid)
    os.kill(former.pid, signal.SIGKILL)
    psutil.wait_procs([former], timeout=5)
    connection.terminate()
    assert not server.alive()
    assert await value(server.start(), "SELECT value FROM kept") == 42
    assert server.pid != former.pid


def test_stop_ends_every_process(server: EmbeddedPostgres) -> None:
    server.start()
    postmaster = psutil.Process(server.pid)
    family = [postmaster, *postmaster.children(recursive=True)]
    assert len(family) > 1
    server.stop()
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert not server.alive()
    assert not (server.data_dir / "postmaster.pid").exists()


def test_another_program_on_the_port_is_named_as_the_reason(server: EmbeddedPostgres, tmp_path: Path) -> None:
    server.start()
    second = EmbeddedPostgres(tmp_path / "second", port=server.port, durable=False)
    with pytest.raises(PortBusyError, match=str(server.port)):
        second.start()


def test_a_second_server_on_the_same_data_is_refused(server: EmbeddedPostgres) -> None:
    server.start()
    with pytest.raises(ServerAlreadyRunsError, match=str(server.pid)):
        EmbeddedPostgres(server.data_dir).start()


def test_data_of_another_major_version_are_left_alone(server: EmbeddedPostgres) -> None:
    server.prepare()
    (server.data_dir / "PG_VERSION").write_text("14\n")
    with pytest.raises(WrongDataVersionError, match="PostgreSQL 14"):
        server.start()


def test_an_interrupted_first_start_is_begun_anew(server: EmbeddedPostgres) -> None:
    half = server.data_dir.with_name("data.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    assert server.start()


def test_a_folder_with_other_files_is_never_overwritten(server: EmbeddedPostgres) -> None:
    server.data_dir.mkdir()
    (server.data_dir / "letter.txt").write_text("mine")
    with pytest.raises(OSError, match="not empty"):
        server.start()
    assert (server.data_dir / "letter.txt").read_text() == "mine"


def test_a_ruined_setting_is_reported_in_the_servers_words(server: EmbeddedPostgres) -> None:
    server.prepare()
    with (server.data_dir / "postgresql.conf").open("a") as file:
        file.write("work_memory = 1\n")
    with pytest.raises(ServerStartError, match="work_memory"):
        server.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
@pytest.mark.asyncio
async def test_root_without_user_namespaces_becomes_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    launch.as_ordinary_user.cache_clear()
    server = EmbeddedPostgres(closed / "data", durable=False)
    try:
        assert await value(server.start(), "SELECT 1") == 1
        assert psutil.Process(server.pid).username() == "nobody"
        server.stop()
        assert await value(server.start(), "SELECT 1") == 1
    finally:
        server.stop()
        launch.as_ordinary_user.cache_clear()


@pytest.mark.skipif(not DEBIAN_15.is_dir(), reason="no PostgreSQL 15 on this machine")
def test_the_machines_postgresql_15_serves_too(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data", durable=False, binaries=DEBIAN_15)
    try:
        url = server.start()
        migrate(url)
        assert current_revision(url) == expected_revision()
    finally:
        server.stop()


def test_the_wheel_is_found_without_importing_it() -> None:
    assert (wheel_binaries() / "pg_dump").exists()
