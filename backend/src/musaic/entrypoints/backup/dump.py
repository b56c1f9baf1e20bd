"""The database's part: pg_dump and pg_restore, of the embedded server or of the machine."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from musaic.entrypoints.backup.archive import BackupError
from musaic.platform.embedded import EmbeddedServerError
from musaic.platform.embedded.postgres import wheel_binaries

_COUNT_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
# The roles and what belongs to the database as a whole stay from the migrations.
_EMPTY_SCHEMA = """
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


def dump(url: str, target: Path) -> None:
    """Write one consistent dump while the server goes on working; raises BackupError."""
    _run("pg_dump", url, ["--format=custom", "--no-owner", f"--file={target}"])


def restore(url: str, source: Path) -> None:
    """Fill the migrated, otherwise empty database at ``url``; raises BackupError."""
    asyncio.run(_execute(url, _EMPTY_SCHEMA))
    arguments = ["--no-owner", "--exit-on-error", "--single-transaction", str(source)]
    _run("pg_restore", url, arguments, leave_out="SCHEMA - public")


def is_empty(url: str) -> bool:
    """Say whether the database at ``url`` has no table."""
    return asyncio.run(_execute(url, _COUNT_TABLES)) == 0


async def _execute(url: str, statement: str) -> int | None:
    connection = await asyncpg.connect(url.replace("+asyncpg://", "://", 1))
    try:
        if statement == _COUNT_TABLES:
            return int(await connection.fetchval(statement))
        await connection.execute(statement)
        return None
    finally:
        await connection.close()


def _program(name: str) -> str:
    try:
        path = wheel_binaries() / name
    except EmbeddedServerError:
        path = None
    found = str(path) if path and path.exists() else shutil.which(name)
    if found is None:
        message = f"The program {name} is missing: install PostgreSQL's client programs."
        raise BackupError(message)
    return found


def _run(name: str, url: str, arguments: list[str], *, leave_out: str = "") -> None:
    parts = urlsplit(url)
    # Through the environment: a command line is public.
    env = {
        "PGHOST": parts.hostname or "127.0.0.1",
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "LC_ALL": "C",
    }
    database = ["--dbname", parts.path.lstrip("/")]
    if leave_out:
        listing = _call(_program(name), ["--list", arguments[-1]], env).splitlines()
        chosen = Path(arguments[-1]).with_suffix(".list")
        chosen.write_text("\n".join(line for line in listing if leave_out not in line), encoding="utf-8")
        arguments = [f"--use-list={chosen}", *arguments]
    _call(_program(name), [*database, *arguments], env)


def _call(program: str, arguments: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603  our own words
        [program, *arguments], env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        message = f"{Path(program).name} failed: {done.stderr.strip()[-1000:]}"
        raise BackupError(message)
    return done.stdout
