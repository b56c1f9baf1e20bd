"""Keeping rollups equal to the counted listens by the few that came or go, each in one statement."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

# table -> (key columns, the same over `changed`, columns that make a row, has a span, condition)
_TABLES: dict[str, tuple[str, str, str, bool, str]] = {
    "track_total": ("track_id", "track_id", "track_id", True, "true"),
    "artist_total": ("artist_id", "artist_id", "artist_id", True, "true"),
    "album_total": ("album_id", "album_id", "album_id", True, "album_id IS NOT NULL"),
    "month_total": (
        "month, track_id, album_id, artist_id",
        "date_trunc('month', local_date)::date, track_id, coalesce(album_id, 0), artist_id",
        "month, track_id, album_id",
        False,
        "true",
    ),
    "hour_total": (
        "local_date, local_hour",
        "local_date, local_hour",
        "local_date, local_hour",
        False,
        "true",
    ),
    "day_total": ("local_date", "local_date", "local_date", True, "true"),
}
_SPAN = "first_at, last_at"

_CHANGED = """
changed AS MATERIALIZED (
    SELECT id, track_id, artist_id, album_id, local_date, local_hour, played_at, ms_played
    FROM listen WHERE user_id = :user_id AND id = ANY(:ids) AND counted
)
"""


def _sums(table: str) -> str:
    """Return the query of what the changed listens come to, by the keys of ``table``."""
    _, expressions, _, span, condition = _TABLES[table]
    groups = ", ".join(str(number) for number in range(2, expressions.count(",") + 3))
    if table == "month_total":
        groups = "2, 3, 4, 5"
    ends = ", min(played_at), max(played_at)" if span else ""
    return (
        f"SELECT cast(:user_id AS bigint), {expressions}, count(*), coalesce(sum(ms_played), 0){ends} "
        f"FROM changed WHERE {condition} GROUP BY {groups}"
    )


def _columns(table: str) -> str:
    keys, _, _, span, _ = _TABLES[table]
    return f"user_id, {keys}, plays, ms_played" + (f", {_SPAN}" if span else "")


def _add() -> TextClause:
    parts = [_CHANGED]
    for table, (_, _, target, span, _) in _TABLES.items():
        sets = [f"{column} = {table}.{column} + excluded.{column}" for column in ("plays", "ms_played")]
        if span:
            sets.append(f"first_at = least({table}.first_at, excluded.first_at)")
            sets.append(f"last_at = greatest({table}.last_at, excluded.last_at)")
        parts.append(
            f"{table}_add AS (INSERT INTO {table} ({_columns(table)}) {_sums(table)} "
            f"ON CONFLICT (user_id, {target}) DO UPDATE SET {', '.join(sets)})"
        )
    return text(f"WITH {', '.join(parts)} SELECT count(*) FROM changed")


def _remove() -> TextClause:
    """Subtract; rows that come to nothing go. Ends that the removed listens made are looked up anew."""
    parts = [_CHANGED]
    for table, (_, _, target, span, _) in _TABLES.items():
        parts.append(f"{table}_less ({_columns(table)}) AS ({_sums(table)})")
        match = " AND ".join(f"t.{key} = d.{key}" for key in ["user_id", *target.split(", ")])
        sets = ["plays = t.plays - d.plays", "ms_played = t.ms_played - d.ms_played"]
        if span:
            left = (
                f"FROM listen l WHERE l.user_id = :user_id AND l.{target} = t.{target} AND l.counted "
                "AND l.id NOT IN (SELECT id FROM changed)"
            )
            sets += [
                f"{end} = CASE WHEN d.{end} {than} t.{end} "
                f"THEN (SELECT l.played_at {left} ORDER BY l.played_at{order} LIMIT 1) ELSE t.{end} END"
                for end, than, order in (("first_at", "<=", ""), ("last_at", ">=", " DESC"))
            ]
        parts.append(
            f"{table}_none AS (DELETE FROM {table} t USING {table}_less d WHERE {match} AND t.plays = d.plays)"
        )
        parts.append(
            f"{table}_fewer AS (UPDATE {table} t SET {', '.join(sets)} FROM {table}_less d "
            f"WHERE {match} AND t.plays > d.plays)"
        )
    return text(f"WITH {', '.join(parts)} SELECT count(*) FROM changed")


_ADD, _REMOVE = _add(), _remove()


async def add(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Add those of ``listen_ids`` that are counted; they must not be in the rollups yet."""
    await session.execute(_ADD, {"user_id": user_id, "ids": list(listen_ids)})


async def subtract(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Take those of ``listen_ids`` that are counted out, while they are still in the history."""
    await session.execute(_REMOVE, {"user_id": user_id, "ids": list(listen_ids)})
