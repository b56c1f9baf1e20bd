"""Is the database's schema the newest one? Answered in a fraction of what a migration run imports.

Every start asks this before the web server may start, and nearly always the answer is yes.
"""

from __future__ import annotations

import ast
import asyncio
from pathlib import Path

import asyncpg

import musaic

_TIMEOUT_S = 5.0
_NOT_YET = (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError)
_VERSIONS = Path(musaic.__file__).parents[2] / "migrations" / "versions"


def newest_revision(folder: Path = _VERSIONS) -> str:
    """Return the one revision that no other builds upon, read from the files without running them.

    Returns "" when there is no single one: then the full machinery must speak.
    """
    revisions: set[str] = set()
    parents: set[str] = set()
    for path in folder.glob("*.py"):
        values = _constants(path)
        revisions |= values.get("revision", set())
        parents |= values.get("down_revision", set())
    heads = revisions - parents
    return heads.pop() if len(heads) == 1 else ""


def is_newest(url: str) -> bool:
    """Say whether the database at ``url`` has the newest schema; False also when it does not answer."""
    newest = newest_revision()
    try:
        return bool(newest) and asyncio.run(_stored_revisions(url)) == [newest]
    except _NOT_YET:
        return False


def wait_for_newest(url: str, poll_s: float = 0.05) -> None:
    """Return once the database at ``url`` answers and has the newest schema, however long that takes."""
    newest = newest_revision()

    async def wait() -> None:
        while True:
            try:
                if await _stored_revisions(url) == [newest]:
                    return
            except _NOT_YET:
                pass
            await asyncio.sleep(poll_s)

    asyncio.run(wait())


async def _stored_revisions(url: str) -> list[str]:
    connection = await asyncpg.connect(url.replace("+asyncpg://", "://", 1), timeout=_TIMEOUT_S)
    try:
        # Asked first: a query for a missing table would stand in the server's log as an error.
        if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
            return []
        return [row[0] for row in await connection.fetch("TABLE alembic_version")]
    finally:
        await connection.close(timeout=_TIMEOUT_S)


def _constants(path: Path) -> dict[str, set[str]]:
    """Return the module's top-level names that are assigned a string."""
    found: dict[str, set[str]] = {}
    for node in ast.parse(path.read_bytes()).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found[name] = {text}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                found[name] = {text}
            case _:
                pass
    return found
