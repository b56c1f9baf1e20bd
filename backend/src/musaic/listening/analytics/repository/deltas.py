"""Keeping rollups equal to the counted listens by the few that came or went, each in one statement."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import derived, labels, rollups, sheets


@dataclass(frozen=True)
class _Rollup:
    """A table: its key, the same over ``changed``, what else its rows hold, which listens it is about."""

    table: str
    key: str
    values: str
    span: bool = True
    rows: str = "changed"
    more: str = ""

    @property
    def columns(self) -> str:
        further = f", {self.more}" if self.more else ""
        return f"user_id, {self.key}{further}, plays, ms_played" + (
            ", first_at, last_at" if self.span else ""
        )

    @property
    def sums(self) -> str:
        further = f", {self.more}" if self.more else ""
        groups = ", ".join(str(2 + place) for place in range(f"{self.key}{further}".count(",") + 1))
        ends = ", min(played_at), max(played_at)" if self.span else ""
        return (
            f"SELECT cast(:user_id AS bigint), {self.values}{further}, count(*), "
            f"coalesce(sum(ms_played), 0){ends} FROM {self.rows} GROUP BY {groups}"
        )


_TRACK = _Rollup("track_total", "track_id", "track_id")
_ALBUM = _Rollup(
    "album_total", "album_id", "album_id", rows="(SELECT * FROM changed WHERE album_id IS NOT NULL) c"
)
_MONTH = _Rollup(
    "month_total",
    "month, track_id, album_id",
    "date_trunc('month', local_date)::date, track_id, coalesce(album_id, 0)",
    span=False,
    more="artist_id",
)
_HOUR = _Rollup("hour_total", "local_date, local_hour", "local_date, local_hour", span=False)
_DAY = _Rollup("day_total", "local_date", "local_date")
# Every credited artist of a song has a full play.
_CREDITED = (
    "(SELECT a.artist_id, c.ms_played, c.played_at, c.local_date FROM changed c JOIN song_artist a "
    "ON a.user_id = :user_id AND a.track_id = c.track_id) credited"
)
_ARTIST = _Rollup("artist_total", "artist_id", "artist_id", rows=_CREDITED)
_ARTIST_MONTH = _Rollup(
    "artist_month",
    "month, artist_id",
    "date_trunc('month', local_date)::date, artist_id",
    span=False,
    rows=_CREDITED,
)
_LABEL_MONTH = _Rollup(
    "label_month",
    "kind, month, label",
    "kind, date_trunc('month', local_date)::date, label",
    span=False,
    rows=labels.LABELLED,
)
_LABEL = _Rollup("label_total", "kind, label", "kind, label", span=False, rows=labels.LABELLED)
_NAMED = (_TRACK, _ALBUM, _MONTH, _LABEL_MONTH, _LABEL)
_TIMED = (_HOUR, _DAY)

_CHANGED = """
changed AS MATERIALIZED (
    SELECT id, track_id, artist_id, album_id, local_date, local_hour, played_at, ms_played
    FROM listen WHERE user_id = :user_id AND id = ANY(:ids) AND counted
)
"""
# By their ids, one by one: where the server knows too little of a user it would read all listens.
_CHANGED_FEW = """
these AS MATERIALIZED (
    SELECT l.* FROM unnest(cast(:ids AS bigint[])) i (id) CROSS JOIN LATERAL (
        SELECT * FROM listen l WHERE l.id = i.id AND l.user_id = :user_id LIMIT 1
    ) l
), changed AS MATERIALIZED (
    SELECT id, track_id, artist_id, album_id, local_date, local_hour, played_at, ms_played
    FROM these WHERE counted
)
"""


def _additions(rollups: Iterable[_Rollup]) -> list[str]:
    """Return the parts of a statement that add ``changed`` to each rollup, and tell which rows are new.

    Of a row that was there the old version is locked, which shows on the new one.
    """
    parts = []
    for rollup in rollups:
        name = rollup.table
        sets = [f"{column} = {name}.{column} + excluded.{column}" for column in ("plays", "ms_played")]
        if rollup.span:
            sets.append(f"first_at = least({name}.first_at, excluded.first_at)")
            sets.append(f"last_at = greatest({name}.last_at, excluded.last_at)")
        parts.append(
            f"{name}_add AS (INSERT INTO {name} ({rollup.columns}) {rollup.sums} ON CONFLICT "
            f"(user_id, {rollup.key}) DO UPDATE SET {', '.join(sets)} RETURNING xmax = 0 AS is_new)"
        )
    return parts


def _add(rollups: Iterable[_Rollup]) -> TextClause:
    return text(
        f"WITH {', '.join([_CHANGED, *_additions(rollups), *sheets.CHANGES])} SELECT count(*) FROM changed"
    )


def _subtract(rollups: Iterable[_Rollup]) -> TextClause:
    """Subtract; rows that come to nothing go. Ends that the removed listens made are looked up anew."""
    parts = [_CHANGED, *sheets.CHANGES]
    for rollup in rollups:
        name = rollup.table
        parts.append(f"{name}_less ({rollup.columns}) AS ({rollup.sums})")
        match = " AND ".join(f"t.{key} = d.{key}" for key in ["user_id", *rollup.key.split(", ")])
        sets = ["plays = t.plays - d.plays", "ms_played = t.ms_played - d.ms_played"]
        if rollup.span:
            left = (
                f"FROM listen l WHERE l.user_id = :user_id AND l.{rollup.key} = t.{rollup.key} AND l.counted "
                "AND l.id NOT IN (SELECT id FROM changed)"
            )
            sets += [
                f"{end} = CASE WHEN d.{end} {than} t.{end} "
                f"THEN (SELECT l.played_at {left} ORDER BY l.played_at{order} LIMIT 1) ELSE t.{end} END"
                for end, than, order in (("first_at", "<=", ""), ("last_at", ">=", " DESC"))
            ]
        gone = f"USING {name}_less d WHERE {match} AND t.plays = d.plays"
        parts.append(f"{name}_none AS (DELETE FROM {name} t {gone})")
        fewer = f"FROM {name}_less d WHERE {match} AND t.plays > d.plays"
        parts.append(f"{name}_fewer AS (UPDATE {name} t SET {', '.join(sets)} {fewer})")
    return text(f"WITH {', '.join(parts)} SELECT count(*) FROM changed")


_ADD = {True: _add((*_NAMED, *_TIMED)), False: _add(_NAMED)}
_SUBTRACT = {True: _subtract((*_NAMED, *_TIMED)), False: _subtract(_NAMED)}
_ALL = (*_NAMED, *_TIMED, _ARTIST, _ARTIST_MONTH)
_MORE = [
    f"{counted} = {counted} + (SELECT count(*) FROM {table}_add WHERE is_new)"
    for table, counted in rollups.EVER.items()
]
_RAISED = f"raised AS ({rollups.raised(_MORE)})"
# One statement for one listen: each table is written by a part of it, and none reads another.
_ADD_NEW = text(
    f"WITH {', '.join([_CHANGED_FEW, *_additions(_ALL), *sheets.CHANGES, *derived.ADDITIONS, _RAISED])} "
    "SELECT count(*) FROM changed"
)

_ARTISTS_OF = text(
    "SELECT DISTINCT a.artist_id FROM song_artist a WHERE a.user_id = :user_id AND a.track_id IN ("
    "SELECT track_id FROM listen WHERE user_id = :user_id AND id = ANY(:ids))"
)
_SUM_UP_ARTISTS = text(
    """
    WITH fresh AS MATERIALIZED (
        SELECT a.artist_id, sum(t.plays) AS plays, sum(t.ms_played) AS ms_played,
            min(t.first_at) AS first_at, max(t.last_at) AS last_at
        FROM song_artist a JOIN track_total t ON t.user_id = a.user_id AND t.track_id = a.track_id
        WHERE a.user_id = :user_id AND a.artist_id = ANY(:artists)
        GROUP BY a.artist_id
    ), gone AS (
        DELETE FROM artist_total WHERE user_id = :user_id AND artist_id = ANY(:artists)
            AND artist_id NOT IN (SELECT artist_id FROM fresh)
    )
    INSERT INTO artist_total (user_id, artist_id, plays, ms_played, first_at, last_at)
    SELECT :user_id, artist_id, plays, ms_played, first_at, last_at FROM fresh
    ON CONFLICT (user_id, artist_id) DO UPDATE SET plays = excluded.plays, ms_played = excluded.ms_played,
        first_at = excluded.first_at, last_at = excluded.last_at
    """
)
_OF_ARTISTS = """
    SELECT month, artist_id, plays, ms_played FROM artist_month
    WHERE user_id = :user_id AND artist_id = ANY(:artists)
"""
_OTHER_MONTHS = f"""
    SELECT month FROM ((TABLE fresh EXCEPT {_OF_ARTISTS}) UNION ALL ({_OF_ARTISTS} EXCEPT TABLE fresh)) other
"""
_SUM_UP_ARTIST_MONTHS = text(
    f"""
    WITH fresh AS MATERIALIZED (
        SELECT date_trunc('month', l.local_date)::date AS month, a.artist_id, count(*) AS plays,
            coalesce(sum(l.ms_played), 0) AS ms_played
        FROM song_artist a JOIN listen l ON l.user_id = a.user_id AND l.track_id = a.track_id AND l.counted
        WHERE a.user_id = :user_id AND a.artist_id = ANY(:artists) AND NOT l.id = ANY(:apart)
        GROUP BY 1, 2
    ), gone AS (
        DELETE FROM artist_month m WHERE user_id = :user_id AND artist_id = ANY(:artists)
            AND NOT EXISTS (SELECT FROM fresh f WHERE f.month = m.month AND f.artist_id = m.artist_id)
    ), sheet_emptied AS ({sheets.emptied(_OTHER_MONTHS)})
    INSERT INTO artist_month (user_id, month, artist_id, plays, ms_played)
    SELECT :user_id, month, artist_id, plays, ms_played FROM fresh
    ON CONFLICT (user_id, month, artist_id) DO UPDATE
        SET plays = excluded.plays, ms_played = excluded.ms_played
    """
)


async def add_new(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Add new listens to everything, and raise the version; they must not be in there yet."""
    await session.execute(_ADD_NEW, {"user_id": user_id, "ids": list(listen_ids)})


async def add(session: AsyncSession, user_id: int, listen_ids: Sequence[int], *, times: bool) -> None:
    """Add them to the totals of tracks, albums, months and labels, and with ``times`` of days and hours.

    Totals of artists follow from those of tracks: see ``sum_up_artists``.
    """
    await session.execute(_ADD[times], {"user_id": user_id, "ids": list(listen_ids)})
    await derived.add_moved(session, user_id, listen_ids, times=times)


async def subtract(session: AsyncSession, user_id: int, listen_ids: Sequence[int], *, times: bool) -> None:
    """Take those of ``listen_ids`` that count out of the same, while they are as they were.

    They come back with ``add``.
    """
    await session.execute(_SUBTRACT[times], {"user_id": user_id, "ids": list(listen_ids)})
    await derived.remove_moved(session, user_id, listen_ids, times=times)


async def remove(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> None:
    """Take those of ``listen_ids`` that count out of everything but the totals of artists, for good."""
    await session.execute(_SUBTRACT[True], {"user_id": user_id, "ids": list(listen_ids)})
    await derived.remove(session, user_id, listen_ids)


async def artists_of(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> set[int]:
    """Return everybody who is credited on these listens."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    return set((await session.execute(_ARTISTS_OF, values)).scalars())


async def sum_up_artists(
    session: AsyncSession, user_id: int, artists: Iterable[int], apart: Sequence[int] = ()
) -> None:
    """Write the totals and months of ``artists`` anew, from the tracks that credit them.

    Listens that stand ``apart`` are there, but not in the rollups: not yet, or not any more.
    """
    wanted = list(artists)
    if wanted:
        values = {"user_id": user_id, "artists": wanted}
        await session.execute(_SUM_UP_ARTISTS, values)
        await session.execute(_SUM_UP_ARTIST_MONTHS, {**values, "apart": list(apart)})
