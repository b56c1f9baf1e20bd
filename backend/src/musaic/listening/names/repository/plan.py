"""Identities on their way to the database: computed names, resolved to ids, put into the maps.

``song_plan`` and ``record_plan`` are temporary. The catalogue makes their names with those of the
import, in one sorted pass, so that two imports at once never deadlock.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.names.naming import Record, Song

if TYPE_CHECKING:
    import asyncpg

_CREATE = (
    """
    CREATE TEMPORARY TABLE IF NOT EXISTS song_plan (
        artist_key text, title_key text, shown_artist_key text, shown_title_key text, credit_keys text[],
        excluded_by uuid, asks boolean, named_id bigint, track_id bigint, artist_ids bigint[]
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMPORARY TABLE IF NOT EXISTS record_plan (
        artist_key text, title_key text, shown_artist_key text, shown_title_key text,
        excluded_by uuid, asks boolean, named_id bigint, album_id bigint
    ) ON COMMIT DROP
    """,
    "CREATE TEMPORARY TABLE IF NOT EXISTS name_touched (track_id bigint) ON COMMIT DROP",
    "TRUNCATE song_plan, record_plan, name_touched",
)
_SONG_COLUMNS = [
    "artist_key", "title_key", "shown_artist_key", "shown_title_key", "credit_keys", "excluded_by", "asks"
]  # fmt: skip
_RECORD_COLUMNS = ["artist_key", "title_key", "shown_artist_key", "shown_title_key", "excluded_by", "asks"]
_NAME_COLUMNS = ["name_no", "uses", "artist", "artist_key", "album", "album_key", "track", "track_key"]

_ID = "(SELECT t.id FROM artist a JOIN {0} t ON t.artist_id = a.id WHERE a.key = {1} AND t.key = {2})"
_RESOLVE = (
    "ANALYZE song_plan, record_plan",
    # By its keys each: a join may go through all songs of an artist for each of them.
    f"""
    UPDATE song_plan p SET named_id = {_ID.format("track", "p.artist_key", "p.title_key")},
        track_id = {_ID.format("track", "p.shown_artist_key", "p.shown_title_key")}
    """,
    """
    UPDATE song_plan p SET artist_ids = (
        SELECT array_agg(a.id ORDER BY c.place)
        FROM unnest(p.credit_keys) WITH ORDINALITY c (key, place) JOIN artist a ON a.key = c.key
    )
    """,
    f"""
    UPDATE record_plan p SET named_id = {_ID.format("album", "p.artist_key", "p.title_key")},
        album_id = {_ID.format("album", "p.shown_artist_key", "p.shown_title_key")}
    """,
)
_DROP_SAME = (
    """
    DELETE FROM song_plan p USING song_name s
    WHERE s.user_id = :user_id AND s.named_track_id = p.named_id AND s.track_id = p.track_id
      AND s.artist_ids = p.artist_ids AND s.asks = p.asks AND s.excluded_by IS NOT DISTINCT FROM p.excluded_by
    """,
    """
    DELETE FROM record_plan p USING record_name s
    WHERE s.user_id = :user_id AND s.named_album_id = p.named_id AND s.album_id = p.album_id
      AND s.asks = p.asks AND s.excluded_by IS NOT DISTINCT FROM p.excluded_by
    """,
)
_PUT = (
    """
    INSERT INTO name_touched
    SELECT s.track_id FROM song_plan p
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = p.named_id
    UNION SELECT track_id FROM song_plan
    """,
    """
    INSERT INTO song_name (user_id, named_track_id, track_id, artist_ids, excluded_by, asks)
    SELECT :user_id, named_id, track_id, artist_ids, excluded_by, asks FROM song_plan
    ON CONFLICT (user_id, named_track_id) DO UPDATE SET
        track_id = excluded.track_id, artist_ids = excluded.artist_ids,
        excluded_by = excluded.excluded_by, asks = excluded.asks
    """,
    """
    INSERT INTO record_name (user_id, named_album_id, album_id, excluded_by, asks)
    SELECT :user_id, named_id, album_id, excluded_by, asks FROM record_plan
    ON CONFLICT (user_id, named_album_id) DO UPDATE SET
        album_id = excluded.album_id, excluded_by = excluded.excluded_by, asks = excluded.asks
    """,
)
# Names that stand for themselves, straight from the catalogue's table of this import.
_PUT_PLAIN = (
    """
    WITH made AS (
        INSERT INTO song_name (user_id, named_track_id, track_id, artist_ids, asks)
        SELECT DISTINCT cast(:user_id AS bigint), track_id, track_id, ARRAY[artist_id], false
        FROM catalog_name n WHERE uses > 0 AND NOT EXISTS (
            SELECT FROM song_name s WHERE s.user_id = :user_id AND s.named_track_id = n.track_id
        )
        RETURNING track_id
    ) INSERT INTO name_touched SELECT track_id FROM made
    """,
    """
    INSERT INTO record_name (user_id, named_album_id, album_id, asks)
    SELECT DISTINCT cast(:user_id AS bigint), album_id, album_id, false
    FROM catalog_name n WHERE uses > 0 AND album_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM record_name s WHERE s.user_id = :user_id AND s.named_album_id = n.album_id
    )
    """,
    "ANALYZE name_touched",
)
_EXCLUDES = """
SELECT EXISTS (
    SELECT FROM song_plan p LEFT JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = p.named_id
    WHERE p.excluded_by IS NOT NULL OR s.excluded_by IS NOT NULL
) OR EXISTS (
    SELECT FROM record_plan p
    LEFT JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = p.named_id
    WHERE p.excluded_by IS NOT NULL OR s.excluded_by IS NOT NULL
)
"""
_TOUCH_ALL = """
INSERT INTO name_touched SELECT track_id FROM song_name WHERE user_id = :user_id
UNION SELECT track_id FROM song_artist WHERE user_id = :user_id
"""
# The same song under several spellings credits everybody that any of them names. Returned are the
# artists whose credits changed on tracks that had some before: their totals must follow.
_CREDIT = """
WITH touched AS MATERIALIZED (SELECT DISTINCT track_id FROM name_touched),
fresh AS MATERIALIZED (
    SELECT track_id, artist_id,
        row_number() OVER (PARTITION BY track_id ORDER BY min(place), artist_id) - 1 AS position
    FROM touched JOIN song_name s USING (track_id), unnest(s.artist_ids) WITH ORDINALITY c (artist_id, place)
    WHERE s.user_id = :user_id
    GROUP BY track_id, artist_id
), gone AS (
    DELETE FROM song_artist o USING touched t
    WHERE o.user_id = :user_id AND o.track_id = t.track_id AND NOT EXISTS (
        SELECT FROM fresh f WHERE f.track_id = o.track_id AND f.artist_id = o.artist_id
    )
    RETURNING o.artist_id
), come AS (
    SELECT f.artist_id FROM fresh f
    WHERE EXISTS (SELECT FROM song_artist o WHERE o.user_id = :user_id AND o.track_id = f.track_id)
      AND NOT EXISTS (
        SELECT FROM song_artist o
        WHERE o.user_id = :user_id AND o.track_id = f.track_id AND o.artist_id = f.artist_id
    )
), put AS (
    INSERT INTO song_artist (user_id, track_id, artist_id, position)
    SELECT :user_id, track_id, artist_id, position FROM fresh
    ON CONFLICT (user_id, track_id, artist_id) DO UPDATE SET position = excluded.position
    WHERE song_artist.position <> excluded.position
)
SELECT artist_id FROM gone UNION SELECT artist_id FROM come
"""


@dataclass(frozen=True)
class PlannedSong:
    """The identity of the song that is spelled by these keys."""

    artist_key: str
    title_key: str
    song: Song
    asks: bool


@dataclass(frozen=True)
class PlannedRecord:
    """The identity of the album that is spelled by these keys."""

    artist_key: str
    title_key: str
    record: Record
    asks: bool


async def create(session: AsyncSession) -> None:
    """Create the transaction's empty plan."""
    for statement in _CREATE:
        await session.execute(text(statement))


async def fill_songs(session: AsyncSession, songs: Sequence[PlannedSong]) -> None:
    """Add songs to the plan, and their names to ``catalog_name`` for the catalogue to resolve."""
    rows = [
        (p.artist_key, p.title_key, p.song.artists[0].key, p.song.title.key,
         [artist.key for artist in p.song.artists], p.song.excluded_by, p.asks)
        for p in songs
    ]  # fmt: skip
    # The catalogue chooses among spellings: in which pieces they come must make no difference.
    names: set[tuple[Any, ...]] = set()
    for song in (p.song for p in songs):
        first, *guests = song.artists
        names.add((0, 0, first.text, first.key, None, None, song.title.text, song.title.key))
        names.update((0, 0, guest.text, guest.key, None, None, None, None) for guest in guests)
    await _copy(session, "song_plan", rows, _SONG_COLUMNS)
    await _copy(session, "catalog_name", names, _NAME_COLUMNS)


async def fill_records(session: AsyncSession, records: Sequence[PlannedRecord]) -> None:
    """Add albums to the plan and their names to ``catalog_name``."""
    rows = [
        (p.artist_key, p.title_key, p.record.artist.key, p.record.title.key, p.record.excluded_by, p.asks)
        for p in records
    ]
    names: set[tuple[Any, ...]] = {
        (0, 0, record.artist.text, record.artist.key, record.title.text, record.title.key, None, None)
        for record in (p.record for p in records)
    }
    await _copy(session, "record_plan", rows, _RECORD_COLUMNS)
    await _copy(session, "catalog_name", names, _NAME_COLUMNS)


async def resolve(session: AsyncSession) -> None:
    """Turn the plan's keys into ids, once the catalogue has resolved its names."""
    for statement in _RESOLVE:
        await session.execute(text(statement))


async def drop_same(session: AsyncSession, user_id: int) -> int:
    """Leave only what differs from the maps in the plan; return how much that is."""
    for statement in _DROP_SAME:
        await session.execute(text(statement), {"user_id": user_id})
    count = "SELECT (SELECT count(*) FROM song_plan) + (SELECT count(*) FROM record_plan)"
    return int((await session.execute(text(count))).scalar_one())


async def put(session: AsyncSession, user_id: int, *, plain: bool) -> list[int]:
    """Write the plan (and, if ``plain``, names that stand for themselves) to the maps.

    Returns the artists whose credits changed on tracks that were credited before.
    """
    for statement in (*_PUT, *(_PUT_PLAIN if plain else ())):
        await session.execute(text(statement), {"user_id": user_id})
    return await credit(session, user_id)


async def excludes(session: AsyncSession, user_id: int) -> bool:
    """Tell whether the plan keeps songs or albums out of the charts that were in, or the reverse."""
    return bool((await session.execute(text(_EXCLUDES), {"user_id": user_id})).scalar_one())


async def touch_all(session: AsyncSession, user_id: int) -> None:
    """Note every track of the user as touched."""
    await session.execute(text(_TOUCH_ALL), {"user_id": user_id})


async def credit(session: AsyncSession, user_id: int) -> list[int]:
    """Write the credits of ``name_touched`` anew; return the artists whose credits changed."""
    return list((await session.execute(text(_CREDIT), {"user_id": user_id})).scalars())


async def _copy(
    session: AsyncSession, table: str, rows: Collection[tuple[Any, ...]], columns: Sequence[str]
) -> None:
    if not rows:
        return
    # asyncpg's connection: COPY is beyond what SQLAlchemy offers.
    raw = await (await session.connection()).get_raw_connection()
    connection = cast("asyncpg.Connection", raw.driver_connection)
    await connection.copy_records_to_table(table, records=rows, columns=columns)
