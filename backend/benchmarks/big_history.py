"""Millions of listens made inside PostgreSQL, the same for the same size: 20 users, ten years each.

A day has some sessions of about 15 plays. Favourites are played far more often than the rest, a
fifth of the listens is skipped, and every listen has its platform, country and way of ending. Of
300 genres three fifths of the songs have one to three, most artists some; four songs of five have
a year of release.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import public as analytics
from musaic.listening.analytics.repository import rollups
from musaic.platform.database import Database

USERS = 20
ZONE = "Asia/Almaty"
_HEAVY = text("SET LOCAL work_mem = '256MB'")
_DRAW = "((hashint8extended({0}, {1}) & 268435455) / 268435456.0)::float8"

_USER = text(
    "INSERT INTO user_account (email, display_name, password_hash, timezone) "
    f"VALUES (:email, 'bench', 'unusable', '{ZONE}') RETURNING id"
)
_ARTISTS = """
    INSERT INTO artist (id, key, name)
    SELECT n, 'artist ' || n, 'Artist ' || n FROM generate_series(1, :artists) n
"""
_ALBUMS = """
    INSERT INTO album (id, artist_id, key, name)
    SELECT a * 3 + k, a, 'album ' || k, 'Album ' || k
    FROM generate_series(1, :artists) a, generate_series(0, 2) k
"""
_TRACKS = f"""
    INSERT INTO track (id, artist_id, album_id, key, title)
    SELECT n, artist, artist * 3 + n % 3, 'track ' || n, 'Track ' || n FROM (
        SELECT n, 1 + floor(:artists * pow({_DRAW.format("n", 1)}, 2.2))::bigint AS artist
        FROM generate_series(1, :tracks) n
    ) t
"""
# `n` numbers the user's listens; all else follows from it and the user by hashing.
_LISTENS = text(
    f"""
    INSERT INTO listen (
        user_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour, track_id,
        artist_id, album_id, named_track_id, named_album_id, ms_played, is_play, counted, reason_start,
        reason_end, skipped, shuffle, offline, platform, conn_country
    )
    SELECT :user_id, 'spotify', n, 'spotify:track:' || t.id, stamped_at, played_at,
        (played_at AT TIME ZONE '{ZONE}')::date, extract(hour FROM played_at AT TIME ZONE '{ZONE}'),
        t.id, t.artist_id, t.album_id, t.id, t.album_id, ms, ms >= 30000, ms >= 30000, 'trackdone',
        CASE WHEN ms < 30000 THEN 'fwdbtn' WHEN chance < 0.3 THEN 'endplay' ELSE 'trackdone' END,
        ms < 30000, n % 2 = 0, n % 40 = 0,
        (ARRAY['iOS 14.4 (iPhone12,1)', 'Android OS 9', 'web_player linux', 'osx'])[1 + (n / 60) % 4],
        (ARRAY['KZ', 'KZ', 'KZ', 'DE'])[1 + (n / 3000) % 4]
    FROM (
        SELECT *, stamped_at - ms * interval '1 millisecond' AS played_at FROM (
            SELECT n, chance, stamped_at,
                1 + (floor(:own * pow(which, 3))::bigint * 13 + :user_id * 977) % :tracks AS track_id,
                CASE WHEN chance < 0.22 THEN (29000 * length)::int
                     WHEN chance < 0.3 THEN 30000 + (90000 * length)::int
                     ELSE 90000 + (330000 * length)::int END AS ms
            FROM (
                SELECT n, {_DRAW.format("n * 64 + :user_id", 2)} AS chance,
                    {_DRAW.format("n * 64 + :user_id", 3)} AS which,
                    {_DRAW.format("n * 64 + :user_id", 4)} AS length,
                    timestamptz '2016-11-22 00:00+00' + (n / 15) * :session_s * interval '1 second'
                        + {_DRAW.format("(n / 15) * 64 + :user_id", 5)} * :session_s * interval '0.5 second'
                        + (n % 15) * interval '212 seconds' AS stamped_at
                FROM generate_series(cast(:first AS bigint), :last) n
            ) drawn
        ) timed
    ) l JOIN track t ON t.id = l.track_id
    """
)
# Every spelled name stands for itself, and a tenth of the songs has a guest.
_SONG_NAMES = """
    INSERT INTO song_name (user_id, named_track_id, track_id, artist_ids, asks)
    SELECT :user_id, id, id, CASE WHEN id % 10 = 0 AND artist_id <> 1 THEN ARRAY[artist_id, 1]
        ELSE ARRAY[artist_id] END, false
    FROM track WHERE id IN (SELECT track_id FROM listen WHERE user_id = :user_id)
"""
_RECORD_NAMES = """
    INSERT INTO record_name (user_id, named_album_id, album_id, asks)
    SELECT DISTINCT user_id, album_id, album_id, false FROM listen WHERE user_id = :user_id
"""
_CREDITS = """
    INSERT INTO song_artist (user_id, track_id, artist_id, position)
    SELECT user_id, track_id, artist_id, place - 1
    FROM song_name, unnest(artist_ids) WITH ORDINALITY c (artist_id, place) WHERE user_id = :user_id
"""
_INDEXES = text(
    "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'listen' AND indexname <> 'pk_listen'"
)
_GENRE = f"'genre ' || floor(300 * pow({_DRAW.format('{key} * 4 + k', '{seed}')}, 2))::int"
_TOLD = (
    f"""
    INSERT INTO track_tag (user_id, track_id, tag, source)
    SELECT DISTINCT user_id, track_id, {_GENRE.format(key="track_id", seed=11)}, 'lastfm'
    FROM song_name, generate_series(0, 2) k WHERE user_id = :user_id
    AND {_DRAW.format("track_id", 12)} < 0.6 AND k <= 3 * {_DRAW.format("track_id", 13)}
    """,
    f"""
    INSERT INTO artist_tag (user_id, artist_id, tag, source)
    SELECT DISTINCT user_id, artist_id, {_GENRE.format(key="artist_id", seed=14)}, 'lastfm'
    FROM song_artist, generate_series(0, 2) k WHERE user_id = :user_id
    AND {_DRAW.format("artist_id", 15)} < 0.7 AND k <= 3 * {_DRAW.format("artist_id", 16)}
    """,
    f"""
    INSERT INTO track_year (user_id, track_id, year, source)
    SELECT user_id, track_id, 1950 + floor(77 * sqrt({_DRAW.format("track_id", 17)})), 'musicbrainz'
    FROM song_name WHERE user_id = :user_id AND {_DRAW.format("track_id", 18)} < 0.8
    """,
)
_TEN_YEARS_S = 3650 * 86400
_PIECE = 500_000


async def fill(database: Database, listens: int, *, own: int) -> list[int]:
    """Make ``listens`` rows: ``own`` for the first user, the rest for the others; return the users."""
    tracks, artists = max(2_000, listens // 50), max(300, listens // 333)
    async with database.system_transaction() as session:
        for statement in (_ARTISTS, _ALBUMS, _TRACKS):
            await session.execute(text(statement), {"tracks": tracks, "artists": artists})
        users = [
            int((await session.execute(_USER, {"email": f"{number}@example.org"})).scalar_one())
            for number in range(USERS)
        ]
    each = (listens - own) // (USERS - 1)
    counts = {user_id: own if user_id == users[0] else each for user_id in users}
    async with _unindexed(database):
        for user_id, count in counts.items():
            async with database.user_transaction(user_id) as session:
                await _listens(session, user_id, count, _distinct(count, tracks), tracks)
    for user_id in users:
        async with database.user_transaction(user_id) as session:
            await _rollups(session, user_id)
    return users


def _distinct(count: int, tracks: int) -> int:
    return min(tracks, count // 6 + 50)


@asynccontextmanager
async def _unindexed(database: Database) -> AsyncIterator[None]:
    """Take the indexes of listens away and make them again: row by row they cost most of the time."""
    engine = database.system_engine.execution_options(isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("SET ROLE NONE"))
        indexes = (await connection.execute(_INDEXES)).all()
        for name, _ in indexes:
            await connection.execute(text(f"DROP INDEX {name}"))
        await connection.execute(text("ALTER TABLE listen DISABLE TRIGGER ALL"))
        yield
        await connection.execute(text("SET maintenance_work_mem = '512MB'"))
        for _, definition in indexes:
            await connection.execute(text(definition))
        await connection.execute(text("ALTER TABLE listen ENABLE TRIGGER ALL"))
        await connection.execute(text("ANALYZE listen"))


async def _listens(session: AsyncSession, user_id: int, count: int, own: int, tracks: int) -> None:
    await analytics.begin_change(session, user_id, ZONE)
    fixed = {"user_id": user_id, "own": own, "tracks": tracks, "session_s": _TEN_YEARS_S * 15 // count}
    for first in range(0, count, _PIECE):
        await session.execute(_LISTENS, {**fixed, "first": first, "last": min(first + _PIECE, count) - 1})


async def _rollups(session: AsyncSession, user_id: int) -> None:
    await analytics.begin_change(session, user_id, ZONE)
    await session.execute(_HEAVY)
    for statement in (_SONG_NAMES, _RECORD_NAMES, _CREDITS, *_TOLD):
        await session.execute(text(statement), {"user_id": user_id})
    await rollups.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)
