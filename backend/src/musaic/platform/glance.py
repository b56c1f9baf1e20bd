"""The one question that most requests begin with, put to the driver itself over a connection that is kept.

SQLAlchemy, its pool included, would cost twice what such a question costs.
"""

import asyncio
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_LOST = (OSError, asyncpg.InterfaceError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError)


class Glance:
    """Asks one question after another; a connection that was lost is made anew once."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Use connections of ``engine``, whose statements stand alone; none before the first question."""
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()

    async def rows(self, statement: str, *values: object) -> list[Any]:
        """Return the rows of ``statement``, with $1 and so on; raises ConnectionError, DBAPIError."""
        async with self._turn:
            try:
                return await self._ask(statement, values)
            except _LOST:
                await self._let_go()
            try:
                return await self._ask(statement, values)
            except _LOST as error:
                await self._let_go()
                message = "The database is away."
                raise ConnectionError(message) from error

    async def close(self) -> None:
        """Give the connection back."""
        async with self._turn:
            connection, self._connection = self._connection, None
            if connection is not None:
                await connection.close()

    async def _ask(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        if self._connection is None:
            self._connection = await self._engine.connect()
        driver: Any = (await self._connection.get_raw_connection()).driver_connection
        rows: list[Any] = await driver.fetch(statement, *values)
        return rows

    async def _let_go(self) -> None:
        """Part with a connection that is of no use."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
