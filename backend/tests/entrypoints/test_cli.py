import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from musaic.entrypoints.cli import main
from musaic.entrypoints.migrations import current_revision, expected_revision
from musaic.entrypoints.schema_version import is_newest, newest_revision
from musaic.platform.settings import get_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data directory that the commands of this test see."""
    monkeypatch.setenv("MUSAIC_DATA_DIR", str(tmp_path))
    for name in ("MUSAIC_DATABASE_URL", "MUSAIC_REDIS_URL", "MUSAIC_WHISPER_MODEL_DIR"):
        monkeypatch.delenv(name, raising=False)
    get_settings.cache_clear()
    return tmp_path


def run(*arguments: str) -> tuple[int, str]:
    get_settings.cache_clear()
    result = CliRunner().invoke(main, list(arguments))
    get_settings.cache_clear()
    return result.exit_code, result.output


def test_help_lists_the_commands(home: Path) -> None:
    status, output = run("--help")
    assert status == 0
    assert all(
        f"\n  {name}" in output
        for name in ("up", "migrate", "doctor", "user", "demo", "jobs", "backup", "restore")
    )


def test_doctor_finds_a_fresh_folder_well(home: Path) -> None:
    status, output = run("doctor", "--json")
    findings = {finding["check"]: finding["state"] for finding in json.loads(output)}
    assert status == 0
    assert set(findings) == {
        "python",
        "disk",
        "data",
        "servers",
        "database",
        "charts",
        "broker",
        "port",
        "storage",
        "app",
        "models",
    }
    assert "failed" not in findings.values()


def test_doctor_fails_on_a_missing_model_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSAIC_WHISPER_MODEL_DIR", str(home / "absent"))
    status, output = run("doctor")
    assert status == 1
    assert "MUSAIC_WHISPER_MODEL_DIR" in output


def test_migrate_brings_a_database_to_the_newest_schema(
    home: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUSAIC_DATABASE_URL", postgres_url)
    status, output = run("migrate")
    assert (status, output) == (0, f"The database is at revision {expected_revision()}.\n")
    assert current_revision(postgres_url) == expected_revision() == newest_revision()
    assert is_newest(postgres_url)
    assert run("migrate") == (status, output)
    assert run("doctor")[0] == 0


def test_migrate_without_a_database_says_what_to_do(home: Path) -> None:
    status, output = run("migrate")
    assert status == 1
    assert "MUSAIC_DATABASE_URL is not set" in output


def test_a_branched_history_is_left_to_the_full_machinery(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text('revision = "one"\ndown_revision = None\n')
    (tmp_path / "two.py").write_text('revision = "two"\ndown_revision = "one"\n')
    assert newest_revision(tmp_path) == "two"
    (tmp_path / "three.py").write_text('revision = "three"\ndown_revision = "one"\n')
    assert newest_revision(tmp_path) == ""
