"""``musaic doctor``: is this machine fit, and is this installation whole."""

from __future__ import annotations

import json
import os
import shutil
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

import click

from musaic.platform.embedded import EmbeddedPostgres, EmbeddedServerError, EmbeddedValkey
from musaic.platform.embedded.ports import LOOPBACK, is_free
from musaic.platform.settings import Settings, get_settings

_LEAST_PYTHON = (3, 11)
_LEAST_DISK_GIB = 2
_GIB = 1024**3

State = Literal["ok", "warning", "failed"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``detail`` says what was found and, unless ok, what to do."""

    check: str
    state: State
    detail: str


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(*, as_json: bool) -> None:
    """Check this machine and this installation; the exit status is 1 when something failed."""
    settings = get_settings()
    findings = [check(settings) for check in CHECKS]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.state:<8}{finding.check:<12}{finding.detail}")
    sys.exit(1 if any(finding.state == "failed" for finding in findings) else 0)


def check_python(_: Settings) -> Finding:
    """Look at the interpreter's version."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < _LEAST_PYTHON:
        return Finding("python", "failed", f"{version}; Python 3.11 or newer is needed")
    return Finding("python", "ok", version)


def check_disk(settings: Settings) -> Finding:
    """Look at the free space where the data are."""
    folder = settings.data_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / _GIB
    if free < _LEAST_DISK_GIB:
        return Finding("disk", "warning", f"{free:.1f} GiB free; uploads need room, free some")
    return Finding("disk", "ok", f"{free:.1f} GiB free")


def check_write_access(settings: Settings) -> Finding:
    """Try to write where the data are."""
    folder = settings.data_dir.resolve()
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(
            "data", "failed", f"{folder} cannot be written ({error.strerror}); set MUSAIC_DATA_DIR"
        )
    return Finding("data", "ok", str(folder))


def check_database(settings: Settings) -> Finding:
    """Look at the database's server and schema."""
    from musaic.entrypoints.migrations import current_revision, expected_revision  # noqa: PLC0415  slow

    url = settings.database_url
    if url is None:
        postgres = EmbeddedPostgres(settings.data_dir.resolve() / "postgres")
        pid = postgres.running_pid()
        if pid is None:
            return Finding("database", "ok", "embedded PostgreSQL, not running now; `make run` starts it")
        url = postgres.running_url()
    try:
        found = current_revision(url)
    except Exception as error:  # noqa: BLE001  whatever is wrong, it is the answer
        return Finding("database", "failed", f"no answer ({error}); check MUSAIC_DATABASE_URL")
    if found != expected_revision():
        return Finding("database", "failed", f"schema {found or 'none'}; run `musaic migrate`")
    return Finding("database", "ok", f"schema {found}")


def check_charts(settings: Settings) -> Finding:
    """Recompute the charts of one user, drawn by chance, from the raw listens, and compare."""
    from musaic.entrypoints.charts_check import compare_somebody  # noqa: PLC0415  slow

    url = settings.database_url
    if url is None:
        postgres = EmbeddedPostgres(settings.data_dir.resolve() / "postgres")
        if postgres.running_pid() is None:
            return Finding("charts", "ok", "not looked at: the database is not running")
        url = postgres.running_url()
    try:
        differences = compare_somebody(url)
    except Exception as error:  # noqa: BLE001  the database check says more
        return Finding("charts", "warning", f"could not be compared ({type(error).__name__})")
    if differences is None:
        return Finding("charts", "ok", "no histories yet")
    if differences:
        detail = f"{differences} figures differ from the listens; maintenance mends them every night"
        return Finding("charts", "warning", detail)
    return Finding("charts", "ok", "equal to a recomputation (one user, drawn by chance)")


def check_broker(settings: Settings) -> Finding:
    """Look at the server of messages and rate limits."""
    from redis import Redis, RedisError  # noqa: PLC0415  costs an import

    url = settings.redis_url or EmbeddedValkey(settings.data_dir.resolve() / "valkey").running_url()
    if url is None:
        return Finding("broker", "ok", "embedded Valkey, not running now; `make run` starts it")
    try:
        with Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            version = client.info("server").get("redis_version", "?")
            policy = client.config_get("maxmemory-policy").get("maxmemory-policy")
    except RedisError as error:
        return Finding("broker", "failed", f"no answer ({error}); check MUSAIC_REDIS_URL")
    if policy not in {"noeviction", None}:
        return Finding(
            "broker", "warning", f"maxmemory-policy is {policy}; set noeviction, or jobs wait long"
        )
    return Finding("broker", "ok", f"answers, speaks Redis {version}")


def check_port(settings: Settings) -> Finding:
    """Look who listens where Musaic does."""
    where = f"{settings.host}:{settings.port}"
    if is_free(settings.port, settings.host):
        return Finding("port", "ok", f"{where} is free")
    host = LOOPBACK if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104  recognised only
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/readyz", timeout=3) as reply:
            state = json.load(reply)
        return Finding("port", "ok", f"Musaic answers on {where}: {state['status']}")
    except (OSError, ValueError, KeyError, TypeError):
        text = f"another program has {where}; end it, or set MUSAIC_PORT to another port"
        return Finding("port", "failed", text)


def check_storage(settings: Settings) -> Finding:
    """Look where audio is stored."""
    if settings.storage == "local":
        return Finding("storage", "ok", f"folder {settings.data_dir.resolve() / 'media'}")
    missing = [
        name
        for name, value in (
            ("S3_ACCESS_KEY", settings.s3_access_key),
            ("S3_SECRET_KEY", settings.s3_secret_key),
        )
        if value is None
    ]
    if missing:
        text = f"no {' and no '.join(missing)}; set MUSAIC_{missing[0]} unless the machine has a role"
        return Finding("storage", "warning", text)
    return Finding("storage", "ok", f"bucket {settings.s3_bucket} at {settings.s3_endpoint_url or 'AWS'}")


def check_app(settings: Settings) -> Finding:
    """Look whether the built app is there."""
    if settings.web_root is None:
        return Finding(
            "app", "warning", "MUSAIC_WEB_ROOT is not set; `make run` sets it, else only the API answers"
        )
    if not (settings.web_root / "index.html").is_file():
        return Finding("app", "failed", f"no app in {settings.web_root}; run `make run` once to build it")
    return Finding("app", "ok", str(settings.web_root))


def check_binaries(settings: Settings) -> Finding:
    """Look whether the embedded servers' programs can run here."""
    from musaic.platform.embedded.valkey import wheel_binary  # noqa: PLC0415  costs an import

    if settings.database_url and settings.redis_url:
        return Finding("servers", "ok", "both servers are given by URL")
    try:
        version = EmbeddedPostgres(settings.data_dir / "postgres").server_version()
        wheel_binary()
    except (EmbeddedServerError, ImportError, OSError) as error:
        return Finding("servers", "failed", f"{error}; give MUSAIC_DATABASE_URL and MUSAIC_REDIS_URL")
    return Finding("servers", "ok", f"embedded PostgreSQL {version} and Valkey")


def check_models(settings: Settings) -> Finding:
    """Look at the model folders that the operator named."""
    folder = settings.whisper_model_dir
    if folder is None:
        return Finding("models", "ok", "embedded engines only; set MUSAIC_WHISPER_MODEL_DIR for better ones")
    if not folder.is_dir():
        return Finding("models", "failed", f"{folder} is no folder; correct MUSAIC_WHISPER_MODEL_DIR")
    return Finding("models", "ok", str(folder))


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    check_python,
    check_disk,
    check_write_access,
    check_binaries,
    check_database,
    check_charts,
    check_broker,
    check_port,
    check_storage,
    check_app,
    check_models,
)
