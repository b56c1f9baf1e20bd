"""Every query of the catalogue."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.models import Album, Artist, Track

_TRACKS = (
    select(
        Track.id,
        Track.title,
        Track.artist_id,
        Artist.name.label("artist"),
        Track.album_id,
        Album.name.label("album"),
    )
    .join(Artist, Artist.id == Track.artist_id)
    .outerjoin(Album, Album.id == Track.album_id)
    .where(Track.id.in_(bindparam("ids", expanding=True)))
)

# One row a spelling, with how often it occurs; the three ids are filled in below.
_CREATE_NAMES = """
CREATE TEMPORARY TABLE IF NOT EXISTS catalog_name (
    name_no bigint NOT NULL, uses bigint NOT NULL,
    artist text NOT NULL, artist_key text NOT NULL,
    album text, album_key text,
    track text, track_key text,
    artist_id bigint, album_id bigint, track_id bigint
) ON COMMIT DROP
"""
_EMPTY_NAMES = "TRUNCATE catalog_name"

# Sorted by key, so that two imports at once wait for each other and never deadlock. The most
# frequent spelling becomes the name shown.
_RESOLVE = (
    "ANALYZE catalog_name",
    """
    INSERT INTO artist (key, name)
    SELECT DISTINCT ON (artist_key) artist_key, artist FROM catalog_name n
    WHERE NOT EXISTS (SELECT FROM artist a WHERE a.key = n.artist_key)
    ORDER BY artist_key, uses DESC, artist
    ON CONFLICT (key) DO NOTHING
    """,
    "UPDATE catalog_name n SET artist_id = a.id FROM artist a WHERE a.key = n.artist_key",
    """
    INSERT INTO album (artist_id, key, name)
    SELECT DISTINCT ON (artist_id, album_key) artist_id, album_key, album FROM catalog_name n
    WHERE album_key IS NOT NULL
      AND NOT EXISTS (SELECT FROM album a WHERE a.artist_id = n.artist_id AND a.key = n.album_key)
    ORDER BY artist_id, album_key, uses DESC, album
    ON CONFLICT (artist_id, key) DO NOTHING
    """,
    """
    UPDATE catalog_name n SET album_id = a.id FROM album a
    WHERE a.artist_id = n.artist_id AND a.key = n.album_key
    """,
    """
    INSERT INTO track (artist_id, album_id, key, title)
    SELECT DISTINCT ON (artist_id, track_key) artist_id, album_id, track_key, track FROM catalog_name n
    WHERE track_key IS NOT NULL
      AND NOT EXISTS (SELECT FROM track t WHERE t.artist_id = n.artist_id AND t.key = n.track_key)
    ORDER BY artist_id, track_key, uses DESC, track, album_id
    ON CONFLICT (artist_id, key) DO NOTHING
    """,
    """
    UPDATE track t SET album_id = n.album_id FROM (
        SELECT DISTINCT ON (artist_id, track_key) artist_id, track_key, album_id FROM catalog_name
        WHERE album_id IS NOT NULL AND track_key IS NOT NULL
        ORDER BY artist_id, track_key, uses DESC, album_id
    ) n
    WHERE t.artist_id = n.artist_id AND t.key = n.track_key AND t.album_id IS NULL
    """,
    """
    UPDATE catalog_name n SET track_id = t.id FROM track t
    WHERE t.artist_id = n.artist_id AND t.key = n.track_key
    """,
    "ANALYZE catalog_name",
)

# A few songs at once, without the temporary table of the bulk way: four arrays, one row a song.
_SONGS = """
unnest(
    cast(:artist_keys AS text[]), cast(:artists AS text[]), cast(:album_keys AS text[]),
    cast(:albums AS text[]), cast(:track_keys AS text[]), cast(:tracks AS text[])
) WITH ORDINALITY AS n (artist_key, artist, album_key, album, track_key, track, no)
"""
_FIND_SONGS = text(
    f"""
    SELECT a.id AS artist_id, al.id AS album_id, t.id AS track_id, t.album_id AS first_album_id
    FROM {_SONGS}
    LEFT JOIN artist a ON a.key = n.artist_key
    LEFT JOIN album al ON al.artist_id = a.id AND al.key = n.album_key
    LEFT JOIN track t ON t.artist_id = a.id AND t.key = n.track_key
    ORDER BY n.no
    """  # noqa: S608  constants of this file
)
# Sorted by key, like the bulk way, so that writers wait for each other and never deadlock.
_ADD_SONGS = (
    text(
        f"""
        INSERT INTO artist (key, name) SELECT DISTINCT ON (artist_key) artist_key, artist FROM {_SONGS}
        WHERE NOT EXISTS (SELECT FROM artist a WHERE a.key = n.artist_key)
        ORDER BY artist_key, no ON CONFLICT (key) DO NOTHING
        """  # noqa: S608
    ),
    text(
        f"""
        INSERT INTO album (artist_id, key, name)
        SELECT DISTINCT ON (a.id, album_key) a.id, album_key, album
        FROM {_SONGS} JOIN artist a ON a.key = n.artist_key
        WHERE album_key IS NOT NULL
        ORDER BY a.id, album_key, no ON CONFLICT (artist_id, key) DO NOTHING
        """  # noqa: S608
    ),
    text(
        f"""
        INSERT INTO track (artist_id, album_id, key, title)
        SELECT DISTINCT ON (a.id, track_key) a.id, al.id, track_key, track
        FROM {_SONGS} JOIN artist a ON a.key = n.artist_key
        LEFT JOIN album al ON al.artist_id = a.id AND al.key = n.album_key
        WHERE track_key IS NOT NULL
        ORDER BY a.id, track_key, no
        ON CONFLICT (artist_id, key) DO UPDATE SET album_id = excluded.album_id WHERE track.album_id IS NULL
        """  # noqa: S608
    ),
)
# One song alone in one statement: artist, then album, then track, so that two writers cannot deadlock.
_ADD_SONG = text(
    """
    WITH given AS (
        SELECT cast(:artist_key AS text) AS artist_key, cast(:artist AS text) AS artist,
            cast(:album_key AS text) AS album_key, cast(:album AS text) AS album,
            cast(:track_key AS text) AS track_key, cast(:track AS text) AS track
    ), new_artist AS (
        INSERT INTO artist (key, name) SELECT artist_key, artist FROM given
        WHERE NOT EXISTS (SELECT FROM artist a WHERE a.key = given.artist_key)
        ON CONFLICT (key) DO NOTHING RETURNING id
    ), own_artist AS (
        SELECT a.id FROM artist a JOIN given ON a.key = given.artist_key
        UNION ALL SELECT id FROM new_artist
    ), new_album AS (
        INSERT INTO album (artist_id, key, name)
        SELECT o.id, album_key, album FROM own_artist o, given WHERE album_key IS NOT NULL
          AND NOT EXISTS (SELECT FROM album al WHERE al.artist_id = o.id AND al.key = given.album_key)
        ON CONFLICT (artist_id, key) DO NOTHING RETURNING id
    ), own_album AS (
        SELECT al.id FROM own_artist o, given, album al WHERE al.artist_id = o.id AND al.key = given.album_key
        UNION ALL SELECT id FROM new_album
    ), new_track AS (
        INSERT INTO track (artist_id, album_id, key, title)
        SELECT o.id, (SELECT id FROM own_album), track_key, track FROM own_artist o, given
        WHERE track_key IS NOT NULL
        ON CONFLICT (artist_id, key) DO UPDATE SET album_id = excluded.album_id WHERE track.album_id IS NULL
        RETURNING id
    ), own_track AS (
        SELECT t.id FROM own_artist o, given, track t WHERE t.artist_id = o.id AND t.key = given.track_key
        UNION SELECT id FROM new_track
    )
    SELECT (SELECT id FROM own_artist) AS artist_id, (SELECT id FROM own_album) AS album_id,
        (SELECT id FROM own_track) AS track_id
    """
)


_KEEP_ARTIST = text(
    """
    INSERT INTO artist_lookup (artist_id, source, asked_at, mbid, tags)
    VALUES (:id, :source, :asked_at, :mbid, :tags)
    ON CONFLICT (artist_id, source) DO UPDATE SET
        asked_at = excluded.asked_at, mbid = excluded.mbid, tags = excluded.tags
    """
)
_KEEP_TRACK = text(
    """
    INSERT INTO track_lookup (track_id, source, asked_at, mbid, tags, year)
    VALUES (:id, :source, :asked_at, :mbid, :tags, :year)
    ON CONFLICT (track_id, source) DO UPDATE SET
        asked_at = excluded.asked_at, mbid = excluded.mbid, tags = excluded.tags, year = excluded.year
    """
)


async def keep_artist_answer(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write or replace what ``source`` said of artist ``id``."""
    await session.execute(_KEEP_ARTIST, values)


async def keep_track_answer(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write or replace what ``source`` said of song ``id``."""
    await session.execute(_KEEP_TRACK, values)


async def find_songs(session: AsyncSession, columns: dict[str, list[str | None]]) -> list[RowMapping]:
    """Return ``{artist_id, album_id, track_id, first_album_id}`` of each song, null where unknown."""
    return list((await session.execute(_FIND_SONGS, columns)).mappings())


async def add_songs(session: AsyncSession, columns: dict[str, list[str | None]]) -> None:
    """Add what the catalogue does not know of these songs."""
    for statement in _ADD_SONGS:
        await session.execute(statement, columns)


async def add_song(session: AsyncSession, columns: dict[str, list[str | None]]) -> RowMapping:
    """Add the one song of ``columns``; return ``{artist_id, album_id, track_id}``.

    Null is what another transaction added at the same moment: it is found by the next statement.
    """
    values = {name.removesuffix("s"): column[0] for name, column in columns.items()}
    return (await session.execute(_ADD_SONG, values)).mappings().one()


async def get_tracks(session: AsyncSession, ids: Iterable[int]) -> list[RowMapping]:
    """Return ``{id, title, artist_id, artist, album_id, album}`` of the tracks that exist."""
    return list((await session.execute(_TRACKS, {"ids": list(ids)})).mappings())


async def create_names(session: AsyncSession) -> None:
    """Create the transaction's empty ``catalog_name``."""
    await session.execute(text(_CREATE_NAMES))
    await session.execute(text(_EMPTY_NAMES))


async def resolve_names(session: AsyncSession) -> None:
    """Add what is new in ``catalog_name`` to the catalogue and fill in its ids."""
    for statement in _RESOLVE:
        await session.execute(text(statement))
