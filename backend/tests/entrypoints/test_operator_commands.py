"""The commands on an embedded Musaic that runs: found through its data directory, no URL given."""

import asyncio
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from musaic.entrypoints.cli import main
from musaic.entrypoints.migrations import upgrade
from musaic.platform.database import Database
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey
from musaic.platform.settings import get_settings

EMAIL = "kim@example.org"


def run(monkeypatch: pytest.MonkeyPatch, home: Path, *arguments: str) -> tuple[int, str]:
    for name in ("MUSAIC_DATABASE_URL", "MUSAIC_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MUSAIC_DATA_DIR", str(home))
    get_settings.cache_clear()
    result = CliRunner().invoke(main, list(arguments))
    get_settings.cache_clear()
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the data directory of running servers, as ``musaic up`` leaves it."""
    folder = tmp_path_factory.mktemp("home") / "var"
    folder.mkdir()
    postgres = EmbeddedPostgres(folder / "postgres", durable=False)
    valkey = EmbeddedValkey(folder / "valkey", durable=False)
    try:
        upgrade(postgres.start())
        valkey.start()
        yield folder
    finally:
        valkey.stop()
        postgres.stop()


def test_without_a_running_musaic_each_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["user", "list"],
        ["jobs", "list"],
        ["demo", "load", "--email", EMAIL],
        ["backup", "x.tar"],
    ):
        status, output = run(monkeypatch, tmp_path, *words)
        assert status == 1
        assert "does not run" in output
        assert "make run" in output


def test_accounts_demo_and_jobs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ok(*words: str) -> str:
        status, output = run(monkeypatch, home, *words)
        assert status == 0, output
        return output

    ok("user", "add", EMAIL, "--name", "Kim", "--password", "a quiet one 7")
    assert "now an administrator" in ok("user", "admin", EMAIL)
    assert "only administrator" in run(monkeypatch, home, "user", "admin", EMAIL, "--revoke")[1]
    ok("user", "add", "lee@example.org", "--name", "Lee", "--password", "a quiet one 8", "--admin")
    assert "no longer" in ok("user", "admin", EMAIL, "--revoke")
    assert f"{EMAIL}\tKim\tuser" in ok("user", "list")
    assert "no account" in run(monkeypatch, home, "demo", "load", "--email", "who@example.org")[1]
    job = ok("demo", "load", "--email", EMAIL, "--no-wait").split()[1]
    assert f"{job}" in ok("jobs", "list", "--email", EMAIL, "--state", "queued")
    assert "is cancelled" in ok("jobs", "cancel", job)
    assert "is queued" in ok("jobs", "retry", job)
    assert "no such jobs" in ok("jobs", "list", "--state", "dead")
    status, output = run(monkeypatch, home, "jobs", "retry", "00000000-0000-0000-0000-000000000000")
    assert status == 1
    assert "job" in output.lower()
    assert "no demo data" in ok("demo", "remove", "--email", EMAIL)
    assert "failed" not in ok("doctor", "--json")


def test_a_backup_becomes_a_data_directory_again(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, home, "user", "add", "ann@example.org", "--name", "Ann", "--password", "a quiet one 9")
    blob = home / "media" / "blobs" / "1" / "ab" / "abcd"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(b"sound" * 1000)
    file = tmp_path / "all.tar"
    status, output = run(monkeypatch, home, "backup", str(file))
    assert status == 0, output
    assert file.stat().st_mode & 0o077 == 0
    assert "not empty" in run(monkeypatch, home, "restore", str(file))[1]

    copy = tmp_path / "copy"
    status, output = run(monkeypatch, copy, "restore", str(file))
    assert status == 0, output
    assert (copy / "media" / "blobs" / "1" / "ab" / "abcd").read_bytes() == blob.read_bytes()
    keys = sorted(path.name for path in (home / "secrets" / "signing-keys").glob("*.pem"))
    assert keys
    assert keys == sorted(path.name for path in (copy / "secrets" / "signing-keys").glob("*.pem"))
    assert asyncio.run(names(home, running=True)) == asyncio.run(names(copy, running=False))


async def names(folder: Path, *, running: bool) -> list[str]:
    """Return every account's address, through the role of the system, and check the users' role too."""
    server = EmbeddedPostgres(folder / "postgres", durable=False)
    database = Database(server.running_url() if running else server.start(), pool_size=2)
    try:
        async with database.system_transaction() as session:
            found = await session.execute(text("SELECT email FROM user_account ORDER BY id"))
            emails = [str(row[0]) for row in found]
        async with database.user_transaction(0) as session:
            assert (await session.execute(text("SELECT count(*) FROM media_asset"))).scalar_one() == 0
        return emails
    finally:
        await database.close()
        if not running:
            server.stop()


def test_a_damaged_backup_leaves_nothing(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "all.tar"
    assert run(monkeypatch, home, "backup", str(file))[0] == 0
    with tarfile.open(file) as tar:
        place = tar.getmember("database.dump").offset_data
    data = bytearray(file.read_bytes())
    data[place + 1000] ^= 1
    file.write_bytes(data)
    status, output = run(monkeypatch, tmp_path / "new", "restore", str(file))
    assert status == 1
    assert "damaged" in output
    file.write_bytes(data[: len(data) // 2])
    assert "no backup of Musaic" in run(monkeypatch, tmp_path / "new", "restore", str(file))[1]
    assert not (tmp_path / "new").exists()
    assert list(tmp_path.iterdir()) == [file]
