"""How the server goes about statements over a whole history."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SET = {
    on: text(f"SELECT set_config('enable_nestloop', '{on}', true), set_config('enable_sort', '{on}', true)")
    for on in ("on", "off")
}


@asynccontextmanager
async def whole_tables(session: AsyncSession) -> AsyncIterator[None]:
    """Let tables be hashed, not looked up row by row or sorted, for as long as the block lasts.

    Right after a first import the server knows nothing of the user's rows and takes them for few; half
    a million of them, each beside all others of a table, would take minutes. What is to be written in
    order goes through ``in_order``: else the server might take rows one by one to have them so.
    """
    await session.execute(_SET["off"])
    yield
    await session.execute(_SET["on"])


def in_order(table: str, columns: str, select: str) -> str:
    """Return the statement that writes ``select`` in the order of the second and third column.

    It is made in no order, whatever costs least, and only then sorted: rows come to lie side by side.
    """
    return (
        f"WITH made AS MATERIALIZED ({select}) INSERT INTO {table} ({columns}) "  # noqa: S608  constants
        "SELECT * FROM made ORDER BY 2, 3"
    )
