"""What charts need of plays in their order, or of listens that do not count: three more tables.

``listening_session`` (runs of plays), ``habit_day`` (how a day's listens ended, on what and where)
and ``repeat_day`` (a track played again and again on one day). Like the rollups they are changed
in the transaction that changes listens.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import sessions
from musaic.listening.analytics.repository.planning import in_order

# As often as this on one day, a track is on repeat.
REPEATS_FROM = 3

_IDS = "id = ANY(CAST(:ids AS bigint[]))"
_IMPORT = "import_id = :import_id"

SKIP = """CASE
    WHEN skipped OR reason_end IN ('fwdbtn', 'backbtn', 'clickrow', 'click-row') THEN 'skipped'
    WHEN reason_end = 'trackdone' THEN 'completed'
    WHEN skipped IS NULL AND coalesce(reason_end, 'unknown') = 'unknown' THEN 'unknown'
    ELSE 'stopped' END"""
# From what clients call themselves: "iOS 14.4 (iPhone12,1)", "web_player windows 10;chrome", "osx".
PLATFORM = """CASE
    WHEN platform IS NULL OR platform IN ('', 'unknown', 'not_applicable') THEN 'unknown'
    WHEN platform ~* 'web|chrome |firefox' THEN 'web'
    WHEN platform ~* 'ios|iphone|ipad|watchos' THEN 'ios'
    WHEN platform ~* 'cast|sonos|speaker|echo|alexa|google home' THEN 'speaker'
    WHEN platform ~* 'tv|playstation|xbox|roku' THEN 'tv'
    WHEN platform ~* 'android' THEN 'android'
    WHEN platform ~* 'windows' THEN 'windows'
    WHEN platform ~* 'os ?x|macos' THEN 'macos'
    WHEN platform ~* 'linux' THEN 'linux'
    ELSE 'other' END"""
_YES_NO = "CASE {0} WHEN true THEN 'yes' WHEN false THEN 'no' ELSE 'unknown' END"
FACTS = {
    "skip": SKIP,
    "shuffle": _YES_NO.format("shuffle"),
    "offline": _YES_NO.format("offline"),
    "platform": PLATFORM,
    "country": "coalesce(upper(conn_country), 'unknown')",
}
# Repeats and what a rule excludes speak for nobody's habits; listens too short to count do.
REAL = "twin_of IS NULL AND excluded_by IS NULL"


def _habits(condition: str, listens: str = "listen") -> str:
    """Add up by all facts at once, which is little, and only then by each of them."""
    columns = ", ".join(f"{expression} AS {fact}" for fact, expression in FACTS.items())
    groups = ", ".join(str(number) for number in range(1, len(FACTS) + 2))
    pairs = ", ".join(f"('{fact}', c.{fact})" for fact in FACTS)
    return f"""
        SELECT cast(:user_id AS bigint), f.fact, c.local_date, f.value,
            sum(c.listens::int)::bigint, sum(c.plays::int)::bigint, sum(c.ms_played::float8)::bigint
        FROM (
            SELECT local_date, {columns}, count(*) AS listens, count(*) FILTER (WHERE counted) AS plays,
                coalesce(sum(ms_played) FILTER (WHERE counted), 0) AS ms_played
            FROM {listens} WHERE user_id = :user_id AND {REAL} AND {condition} GROUP BY {groups}
        ) c CROSS JOIN LATERAL (VALUES {pairs}) f (fact, value)
        GROUP BY f.fact, c.local_date, f.value
    """


_HABIT_COLUMNS = "user_id, fact, local_date, value, listens, plays, ms_played"
_HABIT_KEY = "user_id, fact, local_date, value"
# In the order of the key, rows are found and written side by side.
_IN_ORDER = "ORDER BY 2, 3, 4"


def _add_habits(condition: str, listens: str = "listen") -> str:
    sets = ", ".join(f"{name} = h.{name} + excluded.{name}" for name in ("listens", "plays", "ms_played"))
    return (
        f"INSERT INTO habit_day AS h ({_HABIT_COLUMNS}) {_habits(condition, listens)} {_IN_ORDER} "
        f"ON CONFLICT ({_HABIT_KEY}) DO UPDATE SET {sets}"
    )


# Told are the rows that came to nothing: no statement can change a row and remove it.
_LESS_HABITS = text(
    f"""
    WITH less ({_HABIT_COLUMNS}) AS ({_habits(_IDS)} {_IN_ORDER}), fewer AS (
        UPDATE habit_day h SET listens = h.listens - less.listens, plays = h.plays - less.plays,
            ms_played = h.ms_played - less.ms_played
        FROM less WHERE h.user_id = less.user_id AND h.fact = less.fact AND h.local_date = less.local_date
            AND h.value = less.value
        RETURNING h.fact, h.local_date, h.value, h.listens
    ) SELECT fact, local_date, value FROM fewer WHERE listens = 0
    """
)
_NO_HABITS = text(
    """
    DELETE FROM habit_day h
    USING unnest(cast(:facts AS varchar[]), cast(:days AS date[]), cast(:named AS varchar[]))
        n (fact, day, value)
    WHERE h.user_id = :user_id AND h.fact = n.fact AND h.local_date = n.day AND h.value = n.value
    """
)

_REPEAT_COLUMNS = "user_id, track_id, local_date, plays, ms_played"
_REPEATS = f"""
    SELECT user_id, track_id, local_date, count(*), coalesce(sum(ms_played), 0)::bigint FROM listen l
    WHERE user_id = :user_id AND counted AND {{condition}}
    GROUP BY user_id, track_id, local_date HAVING count(*) >= {REPEATS_FROM}
"""


_PUT_REPEATS = """
    ON CONFLICT (user_id, track_id, local_date) DO UPDATE
    SET plays = excluded.plays, ms_played = excluded.ms_played
"""


def _redo_repeats(condition: str, *, without: bool) -> str:
    """Look again at the tracks that changed on the days that did, without ``:ids`` if wished."""
    touched = (
        "SELECT DISTINCT track_id, local_date FROM listen "
        f"WHERE user_id = :user_id AND counted AND {condition}"
    )
    left = " AND id <> ALL(CAST(:ids AS bigint[]))" if without else ""
    gone = """, gone AS (
            DELETE FROM repeat_day d USING pair p WHERE d.user_id = :user_id AND d.track_id = p.track_id
            AND d.local_date = p.local_date AND NOT EXISTS (
                SELECT FROM again a WHERE a.track_id = p.track_id AND a.local_date = p.local_date
            )
        )"""
    return f"""
        WITH pair AS MATERIALIZED ({touched}), again AS MATERIALIZED (
            {_REPEATS.format(condition=f"track_id IN (SELECT track_id FROM pair){left}")}
        ){gone if without else ""}
        INSERT INTO repeat_day ({_REPEAT_COLUMNS})
        SELECT a.* FROM again a JOIN pair p ON p.track_id = a.track_id AND p.local_date = a.local_date
        {_PUT_REPEATS}
    """


# The same for a few listens: each track on its day.
_REPEATS_OF_CHANGED = f"""
    INSERT INTO repeat_day ({_REPEAT_COLUMNS})
    SELECT :user_id, c.track_id, c.local_date, r.plays, r.ms_played
    FROM (SELECT DISTINCT track_id, local_date FROM changed) c CROSS JOIN LATERAL (
        SELECT count(*) AS plays, coalesce(sum(l.ms_played), 0)::bigint AS ms_played FROM listen l
        WHERE l.user_id = :user_id AND l.counted AND l.local_date = c.local_date AND l.track_id = c.track_id
    ) r WHERE r.plays >= {REPEATS_FROM} {_PUT_REPEATS}
"""


_MOVED = f"is_play AND {_IDS}"
_REDO_SESSIONS = {
    condition: sessions.redo(condition)
    for condition in (f"counted AND {_IDS}", f"counted AND {_IMPORT}", _MOVED)
}
# table -> its columns, the same straight from the listens
RECOMPUTED = {
    "listening_session": (sessions.COLUMNS, sessions.RECOMPUTED),
    "habit_day": (_HABIT_COLUMNS, _habits("true")),
    "repeat_day": (_REPEAT_COLUMNS, _REPEATS.format(condition="true")),
}
_CLEAR = {table: text(f"DELETE FROM {table} WHERE user_id = :user_id") for table in RECOMPUTED}
_BUILD = tuple(text(in_order(table, columns, select)) for table, (columns, select) in RECOMPUTED.items())
_ADD_HABITS = {condition: text(_add_habits(condition)) for condition in (_IDS, _IMPORT)}
_REDO_REPEATS = {each: text(_redo_repeats(each, without=False)) for each in (_IDS, _IMPORT)}
_FEWER_REPEATS = text(_redo_repeats(_IDS, without=True))
# Parts of a statement: they add ``changed`` (new listens that count); ``these`` are in the habits, too.
ADDITIONS = (
    f"habits AS ({_add_habits('true', 'these')})",
    f"repeats AS ({_REPEATS_OF_CHANGED})",
    *sessions.ADDITIONS,
)


async def rebuild(session: AsyncSession, user_id: int) -> None:
    """Write the three tables of the user anew."""
    for clear in _CLEAR.values():
        await session.execute(clear, {"user_id": user_id})
    for build in _BUILD:
        await session.execute(build, {"user_id": user_id})


async def add_import(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Add the listens of an import that are not in the tables yet."""
    await _add(session, _IMPORT, {"user_id": user_id, "import_id": import_id})


async def add_moved(session: AsyncSession, user_id: int, listen_ids: Sequence[int], *, times: bool) -> None:
    """Put ``listen_ids`` back after ``remove_moved``, under their new names."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    await session.execute(_REDO_REPEATS[_IDS], values)
    if times:
        await session.execute(_ADD_HABITS[_IDS], values)
        await sessions.run(session, _REDO_SESSIONS[_MOVED], values)


async def remove_moved(
    session: AsyncSession, user_id: int, listen_ids: Sequence[int], *, times: bool
) -> None:
    """Take ``listen_ids`` out for a moment: they get other names, and with ``times`` may cease to count.

    Sessions know no names, and are cut anew when the listens come back.
    """
    values = {"user_id": user_id, "ids": list(listen_ids)}
    await session.execute(_FEWER_REPEATS, values)
    if times:
        await _remove_habits(session, values)


async def _add(session: AsyncSession, condition: str, values: dict[str, Any]) -> None:
    await session.execute(_ADD_HABITS[condition], values)
    await session.execute(_REDO_REPEATS[condition], values)
    await sessions.run(session, _REDO_SESSIONS[f"counted AND {condition}"], values)


async def remove(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Take ``listen_ids`` out, while they are still in the history."""
    ids = list(listen_ids)
    values = {"user_id": user_id, "ids": ids}
    await _remove_habits(session, values)
    await session.execute(_FEWER_REPEATS, values)
    await sessions.run(session, _REDO_SESSIONS[f"counted AND {_IDS}"], values, without=ids)


async def _remove_habits(session: AsyncSession, values: dict[str, Any]) -> None:
    none = (await session.execute(_LESS_HABITS, values)).all()
    if none:
        facts, days, named = map(list, zip(*none, strict=True))
        gone = {"user_id": values["user_id"], "facts": facts, "days": days, "named": named}
        await session.execute(_NO_HABITS, gone)
