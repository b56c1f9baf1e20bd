"""Keeping the sheets of months: a change of a month's plays empties its sheet, upkeep fills it again.

An empty sheet is not wrong: whoever reads it asks the rows of its month instead.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.models import MonthSheet
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.columns import packed
from musaic.listening.analytics.repository.plays import CELL

_OF_SONGS = ("track_ids", "album_ids", "track_plays", "track_ms")
_OF_ARTISTS = ("artist_ids", "artist_plays", "artist_ms")
_OF_CELLS = ("cells", "cell_plays", "cell_ms")
_COLUMNS = _OF_SONGS + _OF_ARTISTS + _OF_CELLS
_MONTH = "date_trunc('month', local_date)::date"
_CELLS = (
    f"(SELECT {_MONTH} AS month, {CELL} AS cell, {sums.BOTH} FROM hour_total "
    "WHERE user_id = :user_id GROUP BY 1, 2) cell"
)


def _by_month(rows: str, *keys: str) -> str:
    """Return the query of the month, and of keys and figures of its ``rows`` in the order of their keys."""
    return (
        f"SELECT month, {packed(*keys, 'plays', 'ms_played')} "
        f"FROM (SELECT * FROM {rows} ORDER BY month, {', '.join(keys)}) found GROUP BY month"
    )


def _made(where: str = "") -> str:
    """Return the query of the month and columns of sheets."""
    own = f"WHERE user_id = :user_id{where}"
    songs = _by_month(f"month_total {own}", "track_id", "album_id")
    artists = _by_month(f"artist_month {own}", "artist_id")
    cells = _by_month(f"{_CELLS} WHERE true{where}", "cell")
    return f"""
        SELECT * FROM ({songs}) s (month, {", ".join(_OF_SONGS)})
        LEFT JOIN ({artists}) a (month, {", ".join(_OF_ARTISTS)}) USING (month)
        LEFT JOIN ({cells}) c (month, {", ".join(_OF_CELLS)}) USING (month)
    """


_SEVERAL = ", ".join(_COLUMNS)
_EMPTY = ", ".join(f"{column} = NULL" for column in _COLUMNS)
_OPEN = text(
    "SELECT month FROM month_sheet WHERE user_id = :user_id AND track_ids IS NULL AND month < :until"
)
_THESE = "user_id = :user_id AND month = ANY(cast(:months AS date[]))"
_CLEAR = text("DELETE FROM month_sheet WHERE user_id = :user_id")
_WRITE = text(
    f"INSERT INTO month_sheet (user_id, month, {_SEVERAL}) "
    f"SELECT cast(:user_id AS bigint), made.* FROM ({_made()}) made"
)
_FILL = text(
    f"""
    UPDATE month_sheet SET {", ".join(f"{column} = made.{column}" for column in _COLUMNS)}
    FROM ({_made(" AND month = ANY(cast(:months AS date[]))")}) made
    WHERE user_id = :user_id AND month_sheet.month = made.month
    """
)
_DROP_VOID = text(f"DELETE FROM month_sheet WHERE {_THESE} AND track_ids IS NULL")


def emptied(months: str) -> str:
    """Return the statement that empties the sheets of ``months``, a query."""
    return (
        f"UPDATE month_sheet SET {_EMPTY} "
        f"WHERE user_id = :user_id AND track_ids IS NOT NULL AND month IN ({months})"
    )


def _opened(months: str) -> str:
    return (
        f"INSERT INTO month_sheet (user_id, month) SELECT DISTINCT cast(:user_id AS bigint), month "
        f"FROM ({months}) changed_month (month) ON CONFLICT (user_id, month) DO NOTHING"
    )


_OF_CHANGED = f"SELECT {_MONTH} FROM changed"
# Parts of a statement over ``changed`` listens.
CHANGES = (f"sheet_emptied AS ({emptied(_OF_CHANGED)})", f"sheet_opened AS ({_opened(_OF_CHANGED)})")

_OF_IMPORT = f"SELECT {_MONTH} FROM listen WHERE user_id = :user_id AND import_id = :import_id AND counted"
_IMPORTED = tuple(text(statement(_OF_IMPORT)) for statement in (emptied, _opened))
_WAITING = (
    select(MonthSheet.user_id)
    .distinct()
    .where(MonthSheet.track_ids.is_(None), MonthSheet.month < bindparam("until"))
    .limit(bindparam("limit"))
)

# Differences are told by digests: nobody can read a sheet.
VERIFIED = ", ".join(("month", *(f"md5({column})" for column in _COLUMNS)))
RECOMPUTED = f"""
    SELECT {VERIFIED} FROM ({_made()}) made WHERE month NOT IN (
        SELECT month FROM month_sheet WHERE user_id = :user_id AND track_ids IS NULL
    )
"""


async def write(session: AsyncSession, user_id: int) -> None:
    """Write all sheets of the user anew, once the rollups of months are right."""
    await session.execute(_CLEAR, {"user_id": user_id})
    await session.execute(_WRITE, {"user_id": user_id})


async def fill(session: AsyncSession, user_id: int, until: date = date.max) -> None:
    """Fill the empty sheets of months before ``until``; those of months without plays go."""
    found = await session.execute(_OPEN, {"user_id": user_id, "until": until})
    values = {"user_id": user_id, "months": list(found.scalars())}
    if values["months"]:
        await session.execute(_FILL, values)
        await session.execute(_DROP_VOID, values)


async def empty_imported(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Empty the sheets of the months that an import has plays in."""
    for statement in _IMPORTED:
        await session.execute(statement, {"user_id": user_id, "import_id": import_id})


async def waiting(session: AsyncSession, until: date, limit: int) -> list[int]:
    """Return users with empty sheets of months before ``until``; for the system alone."""
    return list((await session.execute(_WAITING, {"until": until, "limit": limit})).scalars())
