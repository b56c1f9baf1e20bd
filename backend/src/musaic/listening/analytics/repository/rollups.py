"""Keeping rollups equal to the counted listens: rebuild all of a user's, or add one import's."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import derived, labels, sheets, sums
from musaic.listening.analytics.repository.planning import in_order, whole_tables

_FIGURES = "count(*), coalesce(sum(ms_played), 0)"
_SPAN = "min(played_at), max(played_at)"

# table -> (key columns, the same as expressions over listen, has a span, further condition)
_TABLES: dict[str, tuple[str, str, bool, str]] = {
    "track_total": ("track_id", "track_id", True, ""),
    "artist_total": ("artist_id", "a.artist_id", True, ""),
    "album_total": ("album_id", "album_id", True, " AND album_id IS NOT NULL"),
    "month_total": (
        "month, track_id, album_id, artist_id",
        "date_trunc('month', local_date)::date, track_id, coalesce(album_id, 0), artist_id",
        False,
        "",
    ),
    "artist_month": ("month, artist_id", "date_trunc('month', local_date)::date, a.artist_id", False, ""),
    "hour_total": ("local_date, local_hour", "local_date, local_hour", False, ""),
    "day_total": ("local_date", "local_date", True, ""),
}
_CONFLICT_KEYS = {"month_total": "month, track_id, album_id"}


def _columns(table: str) -> str:
    keys, _, span, _ = _TABLES[table]
    return f"user_id, {keys}, plays, ms_played" + (", first_at, last_at" if span else "")


def _aggregate(table: str, condition: str) -> str:
    keys, expressions, span, further = _TABLES[table]
    values = f"user_id, {expressions}, {_FIGURES}" + (f", {_SPAN}" if span else "")
    groups = ", ".join(str(number) for number in range(1, keys.count(",") + 3))
    # Every credited artist of a song has a full play.
    join = " JOIN song_artist a USING (user_id, track_id)" if table.startswith("artist_") else ""
    return (
        f"SELECT {values} FROM listen{join} "
        f"WHERE user_id = :user_id AND counted{condition}{further} GROUP BY {groups}"
    )


def _merge(table: str) -> str:
    keys, _, span, _ = _TABLES[table]
    sets = [f"{column} = {table}.{column} + excluded.{column}" for column in ("plays", "ms_played")]
    if span:
        sets.append(f"first_at = least({table}.first_at, excluded.first_at)")
        sets.append(f"last_at = greatest({table}.last_at, excluded.last_at)")
    target = _CONFLICT_KEYS.get(table, keys)
    insert = f"INSERT INTO {table} ({_columns(table)}) {_aggregate(table, ' AND import_id = :import_id')}"
    return f"{insert} ON CONFLICT (user_id, {target}) DO UPDATE SET {', '.join(sets)}"


_CLEAR = {table: text(f"DELETE FROM {table} WHERE user_id = :user_id") for table in _TABLES}
_FROM_LISTENS = {table: _aggregate(table, "") for table in _TABLES}
# Far fewer rows than the listens.
_FROM_SONGS = {
    "artist_total": f"""
        SELECT user_id, a.artist_id, {sums.BOTH}, min(first_at), max(last_at)
        FROM track_total JOIN song_artist a USING (user_id, track_id) WHERE user_id = :user_id
        GROUP BY user_id, a.artist_id
    """,
    "artist_month": f"""
        SELECT user_id, month, a.artist_id, {sums.BOTH}
        FROM month_total JOIN song_artist a USING (user_id, track_id) WHERE user_id = :user_id
        GROUP BY user_id, month, a.artist_id
    """,
}
_BUILD = {
    table: text(in_order(table, _columns(table), select))
    for table, select in (_FROM_LISTENS | _FROM_SONGS).items()
}
_ADD = {table: text(_merge(table)) for table in _TABLES}

_LOCK = text(
    """
    INSERT INTO listening_state (user_id, version, timezone) VALUES (:user_id, 0, :timezone)
    ON CONFLICT (user_id) DO UPDATE SET timezone = listening_state.timezone
    RETURNING timezone
    """
)
# What is counted of all time, by the table that has a row for each.
EVER = {"track_total": "tracks", "artist_total": "artists", "album_total": "albums"}
_COUNTS = [
    f"{counted} = (SELECT count(*) FROM {table} WHERE user_id = :user_id)" for table, counted in EVER.items()
]


def raised(counts: Sequence[str]) -> str:
    """Return the statement that raises the version and changes ``counts``.

    It rises even when a backup was restored or a user's rows were made anew: caches may outlive both.
    """
    version = "version = greatest(version + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)"
    return f"UPDATE listening_state SET {', '.join([version, *counts])} WHERE user_id = :user_id"


_RAISE = text(raised(_COUNTS))
_COUNT_ANEW = text(f"UPDATE listening_state SET {', '.join(_COUNTS)} WHERE user_id = :user_id")
_MOVE = text(
    """
    UPDATE listen SET
        local_date = (played_at AT TIME ZONE :timezone)::date,
        local_hour = extract(hour FROM played_at AT TIME ZONE :timezone)
    WHERE user_id = :user_id AND (
        local_date <> (played_at AT TIME ZONE :timezone)::date
        OR local_hour <> extract(hour FROM played_at AT TIME ZONE :timezone)
    )
    """
)
_SET_ZONE = text("UPDATE listening_state SET timezone = :timezone WHERE user_id = :user_id")


# Imports sort and group whole histories; the default of 4 MB would send that to disk.
_ROOM = text("SET LOCAL work_mem = '64MB'")
# The same for a few live listens, in the zone that the user lives in. Their statements are always the
# same few: planned once for each connection.
_LOCK_LIVE = text(
    """
    INSERT INTO listening_state (user_id, version, timezone)
    SELECT id, 0, timezone FROM user_account WHERE id = :user_id
    ON CONFLICT (user_id) DO UPDATE SET timezone = listening_state.timezone
    RETURNING timezone, set_config('plan_cache_mode', 'force_generic_plan', true)
    """
)


async def lock_live(session: AsyncSession, user_id: int) -> str:
    """Make this transaction the only writer of the user's history, for a few listens; return its zone."""
    return str((await session.execute(_LOCK_LIVE, {"user_id": user_id})).scalar_one())


async def lock_state(session: AsyncSession, user_id: int, timezone: str) -> str:
    """Make this transaction the only writer of the user's history; return the history's zone.

    ``timezone`` is taken when the history has none yet.
    """
    await session.execute(_ROOM)
    return str((await session.execute(_LOCK, {"user_id": user_id, "timezone": timezone})).scalar_one())


async def raise_version(session: AsyncSession, user_id: int) -> None:
    """Mark the user's history as changed, once its totals are right."""
    await session.execute(_RAISE, {"user_id": user_id})


async def count_anew(session: AsyncSession, user_id: int) -> None:
    """Count what was ever played, where the version does not rise yet."""
    await session.execute(_COUNT_ANEW, {"user_id": user_id})


async def rebuild(session: AsyncSession, user_id: int) -> None:
    """Write all rollups of the user anew."""
    async with whole_tables(session):
        for table, build in _BUILD.items():
            await session.execute(_CLEAR[table], {"user_id": user_id})
            await session.execute(build, {"user_id": user_id})
        await sheets.write(session, user_id)
        await labels.rebuild(session, user_id)
        await derived.rebuild(session, user_id)


async def add_import(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Add the counted listens of an import that are not in the rollups yet."""
    for statement in _ADD.values():
        await session.execute(statement, {"user_id": user_id, "import_id": import_id})
    await sheets.empty_imported(session, user_id, import_id)
    await labels.add_import(session, user_id, import_id)
    await derived.add_import(session, user_id, import_id)


async def move_to_zone(session: AsyncSession, user_id: int, timezone: str) -> None:
    """Write local dates and hours anew for ``timezone``; the rollups must follow."""
    keys = {"user_id": user_id, "timezone": timezone}
    await session.execute(_MOVE, keys)
    await session.execute(_SET_ZONE, keys)
