"""From staged files to listens, inside one transaction: COPY, names, exact duplicates."""

# ruff: noqa: S608  every name in these statements is a constant

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import create_names, resolve_names
from musaic.listening.analytics import public as analytics
from musaic.listening.history.repository import twins
from musaic.listening.history.staged import StagedFiles
from musaic.listening.names import public as names

if TYPE_CHECKING:
    import asyncpg

_CREATE = (
    # The new listens, until it is known which of them repeat others: then each is written once.
    "CREATE TEMPORARY TABLE import_listen (LIKE listen) ON COMMIT DROP",
    """
    CREATE TEMPORARY TABLE import_row (
        spelling bigint, source_key bigint, source_item varchar, source varchar,
        stamp "char", coarse boolean,
        stamped_at timestamptz, ms_played integer, is_play boolean, reason_start varchar,
        reason_end varchar, skipped boolean, shuffle boolean, offline boolean, offline_at timestamptz,
        incognito boolean, platform varchar, conn_country varchar,
        recording_mbid uuid, isrc varchar, client varchar, length_ms integer
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMPORARY TABLE import_name (
        spelling bigint, artist text, artist_key text, album text, album_key text, track text, track_key text,
        genres text, year smallint
    ) ON COMMIT DROP
    """,
    """
    CREATE TEMPORARY TABLE import_reject (
        number integer, file varchar, line bigint, outcome varchar, reason varchar, detail varchar
    ) ON COMMIT DROP
    """,
)

_FILL_NAMES = """
INSERT INTO catalog_name (name_no, uses, artist, artist_key, album, album_key, track, track_key)
SELECT DISTINCT ON (spelling) spelling, u.uses, artist, artist_key, album, album_key, track, track_key
FROM import_name
JOIN (SELECT spelling, count(*) AS uses FROM import_row GROUP BY spelling) u USING (spelling)
ORDER BY spelling
"""

# Of rows that the source wrote twice (same item, same moment) the longest stays; what is in the
# history already stays as it is. Where a source is exact to the minute only, the duration tells two
# listens of that minute apart.
_STAGE = f"""
INSERT INTO import_listen (
    id, user_id, import_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
    track_id, artist_id, album_id, named_track_id, named_album_id, excluded_by, counted, ms_played, is_play,
    reason_start, reason_end, skipped, shuffle, offline, offline_at, incognito, platform, conn_country,
    recording_mbid, isrc, client, length_ms, created_at
)
SELECT
    nextval('listen_id_seq'), :user_id, :import_id, source, key, source_item,
    stamped_at, played_at,
    (played_at AT TIME ZONE :timezone)::date, extract(hour FROM played_at AT TIME ZONE :timezone),
    shown_track_id, shown_artist_id, shown_album_id, named_track_id, named_album_id,
    excluded_by, is_play AND excluded_by IS NULL, ms_played, is_play,
    reason_start, reason_end, skipped, shuffle, offline, offline_at, incognito, platform, conn_country,
    recording_mbid, isrc, client, length_ms, now()
FROM (
    SELECT r.*, s.track_id AS shown_track_id, s.artist_ids[1] AS shown_artist_id,
        a.album_id AS shown_album_id, n.track_id AS named_track_id, n.album_id AS named_album_id,
        coalesce(s.excluded_by, a.excluded_by, {names.EXCLUDED_WINDOW.format(played_at="r.played_at")})
            AS excluded_by
    FROM (
        SELECT DISTINCT ON (stamped_at, key, source) i.*,
            CASE WHEN stamp = 'e' THEN stamped_at - coalesce(ms_played, 0) * interval '1 millisecond'
                 ELSE stamped_at END AS played_at
        FROM (
            SELECT *,
                CASE WHEN coarse THEN source_key # coalesce(ms_played, 0)::bigint ELSE source_key END AS key
            FROM import_row
        ) i
        ORDER BY stamped_at, key, source, ms_played DESC NULLS LAST
    ) r
    JOIN catalog_name n ON n.name_no = r.spelling AND n.uses > 0
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = n.track_id
    LEFT JOIN record_name a ON a.user_id = :user_id AND a.named_album_id = n.album_id
) named
WHERE NOT EXISTS (
    SELECT FROM listen l WHERE l.user_id = :user_id AND l.stamped_at = named.stamped_at
    AND l.source_key = named.key AND l.source = named.source
)
ORDER BY stamped_at
"""
# In the order of ``import_listen``, which is by time: so listens lie side by side.
_INSERT = """
INSERT INTO listen (
    id, user_id, import_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
    track_id, artist_id, album_id, named_track_id, named_album_id, excluded_by, twin_of, counted, ms_played,
    is_play, reason_start, reason_end, skipped, shuffle, offline, offline_at, incognito, platform,
    conn_country, recording_mbid, isrc, client, length_ms
)
SELECT
    i.id, user_id, import_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
    track_id, artist_id, album_id, named_track_id, named_album_id, excluded_by, t.twin_of,
    counted AND t.twin_of IS NULL, ms_played, is_play, reason_start, reason_end, skipped, shuffle, offline,
    offline_at, incognito, platform, conn_country, recording_mbid, isrc, client, length_ms
FROM import_listen i LEFT JOIN import_twin t ON t.id = i.id
"""
_COUNT_NEW = """
SELECT count(*), count(*) FILTER (WHERE i.counted AND t.id IS NULL)
FROM import_listen i LEFT JOIN import_twin t ON t.id = i.id
"""

_INSERT_REJECTS = """
INSERT INTO listening_import_reject (import_id, user_id, number, file, line, outcome, reason, detail)
SELECT :import_id, :user_id, number, file, line, outcome, reason, detail FROM import_reject
"""

_SPAN = """
SELECT min(began), max(began) FROM (
    SELECT CASE WHEN stamp = 'e' THEN stamped_at - coalesce(ms_played, 0) * interval '1 millisecond'
                ELSE stamped_at END AS began
    FROM import_row
) s
"""

_COUNT = "SELECT count(*) FROM listen WHERE user_id = :user_id"

_NAME_COLUMNS = ["spelling", "artist", "artist_key", "album", "album_key", "track", "track_key"]
_NAME_COLUMNS += ["genres", "year"]


class Inserted(NamedTuple):
    """What came in: new listens, those of them that count, and how many old ones hid or show now.

    ``facts`` tells whether anything about songs of old is new, such as a genre.
    """

    listens: int
    counted: int
    moved: int
    facts: bool


async def insert_staged(
    session: AsyncSession, user_id: int, import_id: UUID, files: StagedFiles, timezone: str
) -> Inserted:
    """Insert the staged rows that are not in the history yet, and settle what repeats what."""
    for statement in _CREATE:
        await session.execute(text(statement))
    connection = await _driver(session)
    await connection.copy_to_table("import_row", source=files.rows)
    await connection.copy_to_table("import_name", source=files.names, columns=_NAME_COLUMNS)
    await connection.copy_to_table("import_reject", source=files.rejects)
    await session.execute(text("ANALYZE import_row (spelling, source_key, stamped_at)"))
    await create_names(session)
    await session.execute(text(_FILL_NAMES))
    await names.plan_staged(session, user_id)
    await resolve_names(session)
    await analytics.credits_changed(session, user_id, await names.put_staged(session, user_id))
    facts = await names.add_staged_facts(session, user_id)
    keys = {"user_id": user_id, "import_id": import_id}
    await session.execute(text(_STAGE), {**keys, "timezone": timezone})
    await session.execute(text("ANALYZE import_listen"))
    moved = await twins.resolve_staged(session, user_id)
    listens, counted = (await session.execute(text(_COUNT_NEW))).one()
    await session.execute(text(_INSERT))
    await session.execute(text(_INSERT_REJECTS), keys)
    return Inserted(listens, counted, moved, facts)


async def staged_span(session: AsyncSession) -> tuple[datetime | None, datetime | None]:
    """Return when the first and the last staged row began."""
    row = (await session.execute(text(_SPAN))).one()
    return row[0], row[1]


async def _driver(session: AsyncSession) -> "asyncpg.Connection":
    """Return asyncpg's connection: COPY is beyond what SQLAlchemy offers."""
    raw = await (await session.connection()).get_raw_connection()
    return cast("asyncpg.Connection", raw.driver_connection)


async def count_listens(session: AsyncSession, user_id: int) -> int:
    """Return how many listens the user's history holds, counted or not."""
    return int((await session.execute(text(_COUNT), {"user_id": user_id})).scalar_one())
