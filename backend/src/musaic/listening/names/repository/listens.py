"""Effective names on the listens themselves."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# No play is longer, so this far after a moment its stamp may lie.
_LONGEST = timedelta(days=8)
# A rule about a stretch of time, if any holds; asked for each row only where there is one at all.
EXCLUDED_WINDOW = """
CASE WHEN (SELECT count(*) FROM name_rule WHERE user_id = :user_id AND kind = 'exclude' AND entity = 'window'
           AND undone_at IS NULL) > 0
THEN (SELECT w.id FROM name_rule w WHERE w.user_id = :user_id AND w.kind = 'exclude' AND w.entity = 'window'
      AND w.undone_at IS NULL AND {played_at} >= w.from_at AND {played_at} < w.until_at ORDER BY w.id LIMIT 1)
END
"""
_NAMES = """
SELECT l.id, s.track_id, s.artist_ids[1] AS artist_id, r.album_id,
    coalesce(s.excluded_by, r.excluded_by, {window}) AS excluded_by
FROM {listens}
JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = l.named_track_id
LEFT JOIN record_name r ON r.user_id = :user_id AND r.named_album_id = l.named_album_id
WHERE l.user_id = :user_id
"""
_WINDOW = EXCLUDED_WINDOW.format(played_at="l.played_at")
_ALL_NAMES = _NAMES.format(window=_WINDOW, listens="listen l")
_THESE = "unnest(cast(:ids AS bigint[])) i (id) JOIN listen l ON l.id = i.id"
_DIFFERS = """
(l.track_id, l.artist_id) <> (n.track_id, n.artist_id) OR l.album_id IS DISTINCT FROM n.album_id
OR l.excluded_by IS DISTINCT FROM n.excluded_by
"""
_CHANGE = """
UPDATE listen l SET
    track_id = n.track_id, artist_id = n.artist_id, album_id = n.album_id, excluded_by = n.excluded_by,
    counted = l.is_play AND l.twin_of IS NULL AND n.excluded_by IS NULL
FROM ({names}) n WHERE l.id = n.id AND ({differs})
"""
_CHANGE_THESE = text(_CHANGE.format(names=_NAMES.format(window=_WINDOW, listens=_THESE), differs=_DIFFERS))
_CHANGE_ALL = text(_CHANGE.format(names=_ALL_NAMES, differs=_DIFFERS))
# Whether any of a few listens waits for an identity, and whether any is not named by its own yet.
_WAITING = text(
    f"""
    SELECT
        coalesce(bool_or(s.track_id IS NULL OR l.named_album_id IS NOT NULL AND r.album_id IS NULL), false),
        coalesce(bool_or(
            (l.track_id, l.artist_id) <> (s.track_id, s.artist_ids[1])
            OR l.album_id IS DISTINCT FROM r.album_id
            OR l.excluded_by IS DISTINCT FROM coalesce(s.excluded_by, r.excluded_by, {_WINDOW})
        ), false)
    FROM {_THESE}
    LEFT JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = l.named_track_id
    LEFT JOIN record_name r ON r.user_id = :user_id AND r.named_album_id = l.named_album_id
    WHERE l.user_id = :user_id
    """
)
_WRONG = text(
    f"SELECT n.id FROM ({_ALL_NAMES}) n JOIN listen l ON l.id = n.id WHERE {_DIFFERS} "
    "OR l.counted <> (l.is_play AND l.twin_of IS NULL AND n.excluded_by IS NULL) ORDER BY n.id LIMIT :limit"
)
_UNNAMED = text(
    "SELECT id FROM listen l WHERE user_id = :user_id AND counted AND NOT EXISTS ("
    "SELECT FROM song_name s WHERE s.user_id = :user_id AND s.named_track_id = l.named_track_id) LIMIT :limit"
)
# Before the maps change: the listens that the plan will rename, found by the names they have now.
_PLANNED = text(
    """
    SELECT l.id FROM song_plan p
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = p.named_id
    JOIN listen l ON l.user_id = :user_id AND l.track_id = s.track_id AND l.named_track_id = p.named_id
    WHERE s.track_id <> p.track_id OR s.excluded_by IS DISTINCT FROM p.excluded_by
    UNION
    SELECT l.id FROM record_plan p
    JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = p.named_id
    JOIN listen l ON l.user_id = :user_id AND l.album_id = s.album_id AND l.named_album_id = p.named_id
    WHERE s.album_id <> p.album_id OR s.excluded_by IS DISTINCT FROM p.excluded_by
    """
)
# By the source's stamp, which has an index and lies at most the longest play after the beginning.
_IN_WINDOW = text(
    "SELECT id FROM listen WHERE user_id = :user_id AND stamped_at >= :from_at AND stamped_at < :last_stamp "
    "AND played_at >= :from_at AND played_at < :until_at"
)
_EXCLUDED_BY = text("SELECT id FROM listen WHERE user_id = :user_id AND excluded_by = :rule_id")
# Spellings without a listen left (but for these) are forgotten, with what was told of them.
_FORGET = (
    """
    WITH gone AS (
        DELETE FROM song_name s WHERE s.user_id = :user_id AND {songs} RETURNING named_track_id, track_id
    ), tags AS (
        DELETE FROM track_tag g USING gone WHERE g.user_id = :user_id AND g.track_id = gone.named_track_id
    ), years AS (
        DELETE FROM track_year y USING gone WHERE y.user_id = :user_id AND y.track_id = gone.named_track_id
    ) INSERT INTO name_touched SELECT track_id FROM gone
    """,
    "DELETE FROM record_name s WHERE s.user_id = :user_id AND {records}",
)
_NO_LISTEN = "NOT EXISTS (SELECT FROM listen l WHERE l.user_id = :user_id AND l.{named} = s.{named})"
_LAST_LISTEN = (
    "s.{named} IN (SELECT {named} FROM listen WHERE user_id = :user_id AND id = ANY(:ids)) AND NOT EXISTS ("
    "SELECT FROM listen l WHERE l.user_id = :user_id AND l.{shown} = s.{shown} AND l.{named} = s.{named} "
    "AND l.id <> ALL(:ids))"
)
_FORGET_UNHEARD = [
    text(
        part.format(
            songs=_NO_LISTEN.format(named="named_track_id"), records=_NO_LISTEN.format(named="named_album_id")
        )
    )
    for part in _FORGET
]
_FORGET_LAST = [
    text(
        part.format(
            songs=_LAST_LISTEN.format(named="named_track_id", shown="track_id"),
            records=_LAST_LISTEN.format(named="named_album_id", shown="album_id"),
        )
    )
    for part in _FORGET
]
_ARE_LAST = text(
    f"""
    SELECT EXISTS (
        SELECT FROM {_THESE} WHERE NOT EXISTS (
            SELECT FROM listen o WHERE o.user_id = :user_id AND o.track_id = l.track_id
                AND o.named_track_id = l.named_track_id AND o.id <> ALL(:ids)
        ) OR l.album_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM listen o WHERE o.user_id = :user_id AND o.album_id = l.album_id
                AND o.named_album_id = l.named_album_id AND o.id <> ALL(:ids)
        )
    )
    """
)


async def rename(session: AsyncSession, user_id: int, listen_ids: Sequence[int] | None) -> int:
    """Give these listens (None: all) their effective names; return how many changed."""
    if listen_ids is None:
        done = await session.execute(_CHANGE_ALL, {"user_id": user_id})
    else:
        done = await session.execute(_CHANGE_THESE, {"user_id": user_id, "ids": list(listen_ids)})
    return int(done.rowcount)  # type: ignore[attr-defined]  # a cursor result


async def planned(session: AsyncSession, user_id: int) -> list[int]:
    """Return the listens that the plan renames."""
    return list((await session.execute(_PLANNED, {"user_id": user_id})).scalars())


async def in_window(session: AsyncSession, user_id: int, from_at: datetime, until_at: datetime) -> list[int]:
    """Return the listens that began from ``from_at`` on and before ``until_at``, counted or not."""
    values = {
        "user_id": user_id,
        "from_at": from_at,
        "until_at": until_at,
        "last_stamp": until_at + _LONGEST,
    }
    return list((await session.execute(_IN_WINDOW, values)).scalars())


async def excluded_by(session: AsyncSession, user_id: int, rule_id: UUID) -> list[int]:
    """Return the listens that a rule keeps out."""
    return list((await session.execute(_EXCLUDED_BY, {"user_id": user_id, "rule_id": rule_id})).scalars())


async def waiting(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> tuple[bool, bool]:
    """Tell whether any of these listens has no identity yet, and whether any does not carry its own."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    unnamed, differs = (await session.execute(_WAITING, values)).one()
    return bool(unnamed), bool(differs)


async def are_last(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> bool:
    """Tell whether any of these listens is among the last of its spelled track or album."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    return bool((await session.execute(_ARE_LAST, values)).scalar_one())


async def wrong(session: AsyncSession, user_id: int, limit: int) -> list[int]:
    """Return listens whose effective names or ``counted`` are not what the maps say."""
    values = {"user_id": user_id, "limit": limit}
    return [
        *(await session.execute(_WRONG, values)).scalars(),
        *(await session.execute(_UNNAMED, values)).scalars(),
    ]


async def forget(session: AsyncSession, user_id: int, leaving: Sequence[int] | None) -> None:
    """Forget spellings that no listen has, or none but those that are ``leaving``; note their tracks."""
    if leaving is None:
        for statement in _FORGET_UNHEARD:
            await session.execute(statement, {"user_id": user_id})
    else:
        for statement in _FORGET_LAST:
            await session.execute(statement, {"user_id": user_id, "ids": list(leaving)})
