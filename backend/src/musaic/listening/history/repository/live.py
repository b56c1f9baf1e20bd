"""Listens that come one by one: insert, look for the same play from elsewhere, find, delete."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.repository.twins import APART, ARTIST, COARSE, FAMILY, SPOTIFY, TITLE
from musaic.listening.names.public import EXCLUDED_WINDOW

# Looked up row by row (``LIMIT`` and ``OFFSET`` see to that): right after a first import the server has no
# statistics, and would rather read all names of a user.
_MAPS = """
    LEFT JOIN LATERAL (
        SELECT s.track_id, s.artist_ids, s.excluded_by FROM song_name s
        WHERE s.user_id = :user_id AND s.named_track_id = n.track_id LIMIT 1
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT r.album_id, r.excluded_by FROM record_name r
        WHERE r.user_id = :user_id AND r.named_album_id = n.album_id LIMIT 1
    ) r ON true
"""
_IS_NEW = """NOT EXISTS (
    SELECT FROM listen l WHERE l.user_id = :user_id AND l.stamped_at = n.stamped_at
    AND l.source_key = n.source_key AND l.source = :source OFFSET 0
)"""
# One statement for what a scrobble does to the listens. Rows whose spelling has no identity yet are
# left out: their names come first.
#
# The rule of twins across sources, for a few new listens against what is there: the same song begun
# within ten seconds (60 beside a source exact to the minute), or its start where the other ended.
# The later one hides, one of each player. Days come first, because they are what the index knows.
_INSERT = text(
    f"""
    WITH given AS MATERIALIZED (
        SELECT DISTINCT ON (stamped_at, source_key) n.*, n.stamped_at AS played_at,
            cast(:source AS varchar) AS source, cast(:client AS varchar) AS client,
            s.track_id AS shown_track_id, s.artist_ids[1] AS shown_artist_id, r.album_id AS shown_album_id,
            coalesce(s.excluded_by, r.excluded_by, {EXCLUDED_WINDOW.format(played_at="n.stamped_at")})
                AS excluded_by
        FROM unnest(
            cast(:source_keys AS bigint[]), cast(:source_items AS varchar[]),
            cast(:stamps AS timestamptz[]), cast(:track_ids AS bigint[]), cast(:album_ids AS bigint[]),
            cast(:ms AS integer[]), cast(:platforms AS varchar[]), cast(:mbids AS uuid[]),
            cast(:isrcs AS varchar[]), cast(:lengths AS integer[])
        ) WITH ORDINALITY AS n (
            source_key, source_item, stamped_at, track_id, album_id, ms_played, platform, recording_mbid,
            isrc, length_ms, no
        )
        {_MAPS}
        WHERE s.track_id IS NOT NULL AND (n.album_id IS NULL OR r.album_id IS NOT NULL) AND {_IS_NEW}
        ORDER BY stamped_at, source_key, no
    ), new AS MATERIALIZED (
        SELECT l.no, l.played_at, coalesce(l.ms_played, l.length_ms, 0) AS lasts,
            {FAMILY.format(listen="l")} AS family, {ARTIST} AS artist, {TITLE} AS title,
            ((l.played_at - interval '1 hour') AT TIME ZONE :timezone)::date AS first_day,
            ((l.played_at + interval '1 hour') AT TIME ZONE :timezone)::date AS last_day
        FROM given l JOIN track t ON t.id = l.track_id JOIN artist a ON a.id = t.artist_id
    ), near AS MATERIALIZED (
        SELECT n.no, n.family, n.artist, n.title, o.id AS other, o.named_track_id,
            abs(extract(epoch FROM o.played_at - n.played_at)) AS gap
        FROM new n JOIN listen o
          ON o.user_id = :user_id AND o.counted AND o.local_date BETWEEN n.first_day AND n.last_day
         AND o.source <> ALL(:apart) AND {FAMILY.format(listen="o")} <> n.family
        WHERE abs(extract(epoch FROM o.played_at - n.played_at))
                <= CASE WHEN o.source = ANY(:coarse) THEN 60 ELSE 10 END
           OR (n.lasts > 10000 AND abs(
                extract(epoch FROM o.played_at - n.played_at) - n.lasts / 1000.0
              ) <= 10)
           OR (coalesce(o.ms_played, o.length_ms) > 10000 AND abs(
                extract(epoch FROM n.played_at - o.played_at) - coalesce(o.ms_played, o.length_ms) / 1000.0
              ) <= 10)
    ), twin AS (
        SELECT DISTINCT ON (n.no) n.no, n.other, n.gap
        FROM near n JOIN track t ON t.id = n.named_track_id JOIN artist a ON a.id = t.artist_id
        WHERE {ARTIST} = n.artist AND {TITLE} = n.title
          AND NOT EXISTS (
              SELECT FROM listen h WHERE h.user_id = :user_id AND h.twin_of = n.other
              AND {FAMILY.format(listen="h")} = n.family
          )
        ORDER BY n.no, n.gap, n.other
    ), once AS (
        SELECT DISTINCT ON (other) no, other FROM twin ORDER BY other, gap, no
    )
    INSERT INTO listen (
        user_id, source, source_key, source_item, stamped_at, played_at, local_date, local_hour,
        track_id, artist_id, album_id, named_track_id, named_album_id, excluded_by, twin_of, ms_played,
        is_play, counted, platform, recording_mbid, isrc, client, length_ms
    )
    SELECT
        :user_id, source, source_key, source_item, stamped_at, played_at,
        (played_at AT TIME ZONE :timezone)::date, extract(hour FROM played_at AT TIME ZONE :timezone),
        shown_track_id, shown_artist_id, shown_album_id, track_id, album_id, excluded_by, once.other,
        ms_played, true, once.other IS NULL AND excluded_by IS NULL,
        platform, recording_mbid, isrc, client, length_ms
    FROM given LEFT JOIN once USING (no)
    ORDER BY stamped_at
    ON CONFLICT (user_id, stamped_at, source_key, source) DO NOTHING
    RETURNING id, stamped_at, source_key, twin_of
    """  # noqa: S608  constants of this room
)
# Rows that are not in the history and whose spelling has no identity.
_UNNAMED = text(
    f"""
    SELECT n.track_id, n.album_id
    FROM unnest(
        cast(:source_keys AS bigint[]), cast(:stamps AS timestamptz[]), cast(:track_ids AS bigint[]),
        cast(:album_ids AS bigint[])
    ) AS n (source_key, stamped_at, track_id, album_id)
    {_MAPS}
    WHERE (s.track_id IS NULL OR (n.album_id IS NOT NULL AND r.album_id IS NULL)) AND {_IS_NEW}
    """  # noqa: S608  constants above
)

_AT = text(
    """
    SELECT l.id, t.title, a.name AS artist, al.name AS album
    FROM listen l
    JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = l.named_album_id
    WHERE l.user_id = :user_id AND l.played_at >= :moment
      AND l.played_at < :moment + interval '1 second'
    """
)
_SHOW_TWINS = text(
    """
    UPDATE listen SET twin_of = NULL, counted = is_play AND excluded_by IS NULL
    WHERE user_id = :user_id AND twin_of = ANY(:ids) AND NOT id = ANY(:ids)
    RETURNING id
    """
)
_DELETE = text("DELETE FROM listen WHERE user_id = :user_id AND id = ANY(:ids)")


class Inserted(NamedTuple):
    """A new listen, and the one from elsewhere that it repeats, if any: then it is hidden."""

    id: int
    twin_of: int | None


async def insert(
    session: AsyncSession, user_id: int, rows: Mapping[str, Sequence[Any]], **common: object
) -> dict[tuple[datetime, int], Inserted]:
    """Insert listens given as columns; return the new ones by (stamped_at, source_key).

    Left out are those that are there already, and those that ``unnamed`` tells of.
    """
    sources = {"spotify": list(SPOTIFY), "coarse": list(COARSE), "apart": list(APART)}
    result = await session.execute(_INSERT, {"user_id": user_id, **rows, **common, **sources})
    return {(stamp, key): Inserted(listen_id, twin) for listen_id, stamp, key, twin in result}


async def unnamed(
    session: AsyncSession, user_id: int, rows: Mapping[str, Sequence[Any]], source: str
) -> tuple[list[int], list[int]]:
    """Return the spelled tracks and albums of rows that wait for an identity, each row's two."""
    columns = ("source_keys", "stamps", "track_ids", "album_ids")
    values = {name: rows[name] for name in columns} | {"user_id": user_id, "source": source}
    found = (await session.execute(_UNNAMED, values)).all()
    return [row[0] for row in found], [row[1] for row in found if row[1] is not None]


async def at(session: AsyncSession, user_id: int, moment: datetime) -> list[RowMapping]:
    """Return ``{id, title, artist, album}`` of the listens of that second, as their source spells them."""
    return list((await session.execute(_AT, {"user_id": user_id, "moment": moment})).mappings())


async def show_twins_of(session: AsyncSession, user_id: int, ids: Sequence[int]) -> list[int]:
    """Let those that only repeated ``ids`` stand for themselves; return them."""
    values = {"user_id": user_id, "ids": list(ids)}
    return list((await session.execute(_SHOW_TWINS, values)).scalars())


async def delete(session: AsyncSession, user_id: int, ids: Sequence[int]) -> None:
    """Delete listens; the rollups must have let go of them."""
    await session.execute(_DELETE, {"user_id": user_id, "ids": list(ids)})
