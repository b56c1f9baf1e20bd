import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fixtures.database import empty
from musaic.entrypoints.cli import main
from musaic.platform.settings import get_settings

pytestmark = pytest.mark.usefixtures("surroundings")


@pytest.fixture
def surroundings(
    migrated_url: str, valkey_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let commands find the servers of the test, and leave the database empty."""
    monkeypatch.setenv("MUSAIC_DATABASE_URL", migrated_url)
    monkeypatch.setenv("MUSAIC_REDIS_URL", valkey_url)
    monkeypatch.setenv("MUSAIC_DATA_DIR", str(tmp_path))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()
    asyncio.run(empty(migrated_url))


def run(*arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments), input=typed)
    return result.exit_code, result.output


def test_user_is_made_listed_and_given_a_password() -> None:
    made = run(
        "user", "add", "kim@example.org", "--name", "Kim", "--admin", typed="a quiet one\na quiet one\n"
    )
    assert made[0] == 0, made[1]
    assert "kim@example.org\tKim\tadmin" in run("user", "list")[1]
    again = run("user", "add", "KIM@example.org", "--name", "K", "--password", "a quiet one")
    assert again[0] == 1
    assert "already an account" in again[1]
    assert (
        "The password is set" in run("user", "password", "kim@example.org", "--password", "another one 5")[1]
    )
    assert "too easy" in run("user", "password", "kim@example.org", "--password", "password1")[1]
    assert "no account" in run("user", "password", "who@example.org", "--password", "another one 5")[1]


def test_keys_rotate(tmp_path: Path) -> None:
    for _ in range(3):
        code, output = run("rotate-keys")
        assert code == 0
        assert "New key" in output
    assert len(list((tmp_path / "secrets" / "signing-keys").glob("*.pem"))) == 2
