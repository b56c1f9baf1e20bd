"""Every rollup against the same figures straight from the counted listens."""

# ruff: noqa: S608  every name in these statements is a constant of this file

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import derived, sheets
from musaic.listening.analytics.repository.planning import whole_tables

_FIGURES = "count(*)::bigint, coalesce(sum(ms_played), 0)::bigint"
_SPAN = "min(played_at), max(played_at)"
_COUNTED = "FROM listen l WHERE l.user_id = :user_id AND l.counted"
# Genres and years of songs: their own, told of any spelling, or else their artist's; the earliest year.
_LABELS = """
    SELECT n.track_id, cast('genre' AS varchar) AS kind, g.tag AS label FROM song_name n
    JOIN track_tag g ON g.user_id = n.user_id AND g.track_id = n.named_track_id WHERE n.user_id = :user_id
    UNION
    SELECT n.track_id, 'genre', g.tag FROM song_name n
    JOIN artist_tag g ON g.user_id = n.user_id AND g.artist_id = n.artist_ids[1]
    WHERE n.user_id = :user_id AND n.track_id NOT IN (
        SELECT o.track_id FROM song_name o JOIN track_tag t
        ON t.user_id = o.user_id AND t.track_id = o.named_track_id WHERE o.user_id = :user_id
    )
    UNION
    SELECT n.track_id, 'year', min(y.year)::varchar FROM song_name n
    JOIN track_year y ON y.user_id = n.user_id AND y.track_id = n.named_track_id
    WHERE n.user_id = :user_id GROUP BY n.track_id
"""
_LABELLED = f"""
    FROM listen l CROSS JOIN unnest(ARRAY['genre', 'year']) k (kind)
    LEFT JOIN ({_LABELS}) s ON s.track_id = l.track_id AND s.kind = k.kind
    WHERE l.user_id = :user_id AND l.counted
"""

# table -> (its columns, the same recomputed)
_RECOMPUTED = {
    "track_total": (
        "track_id, plays, ms_played, first_at, last_at",
        f"SELECT track_id, {_FIGURES}, {_SPAN} {_COUNTED} GROUP BY 1",
    ),
    "artist_total": (
        "artist_id, plays, ms_played, first_at, last_at",
        f"""
        SELECT a.artist_id, {_FIGURES}, {_SPAN} FROM listen l
        JOIN song_artist a ON a.user_id = l.user_id AND a.track_id = l.track_id
        WHERE l.user_id = :user_id AND l.counted GROUP BY 1
        """,
    ),
    "album_total": (
        "album_id, plays, ms_played, first_at, last_at",
        f"SELECT album_id, {_FIGURES}, {_SPAN} {_COUNTED} AND album_id IS NOT NULL GROUP BY 1",
    ),
    "month_total": (
        "month, track_id, album_id, artist_id, plays, ms_played",
        f"""
        SELECT date_trunc('month', local_date)::date, track_id, coalesce(album_id, 0), artist_id, {_FIGURES}
        {_COUNTED} GROUP BY 1, 2, 3, 4
        """,
    ),
    "artist_month": (
        "month, artist_id, plays, ms_played",
        f"""
        SELECT date_trunc('month', l.local_date)::date, a.artist_id, {_FIGURES} FROM listen l
        JOIN song_artist a ON a.user_id = l.user_id AND a.track_id = l.track_id
        WHERE l.user_id = :user_id AND l.counted GROUP BY 1, 2
        """,
    ),
    "listening_state": (
        "tracks, artists, albums",
        f"""
        SELECT (SELECT count(DISTINCT track_id) {_COUNTED}),
            (SELECT count(DISTINCT a.artist_id) FROM listen l
            JOIN song_artist a ON a.user_id = l.user_id AND a.track_id = l.track_id
            WHERE l.user_id = :user_id AND l.counted),
            (SELECT count(DISTINCT album_id) {_COUNTED})
        FROM listening_state WHERE user_id = :user_id
        """,
    ),
    "month_sheet": (sheets.VERIFIED, sheets.RECOMPUTED),
    "hour_total": (
        "local_date, local_hour, plays, ms_played",
        f"SELECT local_date, local_hour, {_FIGURES} {_COUNTED} GROUP BY 1, 2",
    ),
    "day_total": (
        "local_date, plays, ms_played, first_at, last_at",
        f"SELECT local_date, {_FIGURES}, {_SPAN} {_COUNTED} GROUP BY 1",
    ),
    **derived.RECOMPUTED,
    "song_label": ("track_id, kind, label", _LABELS),
    "label_month": (
        "kind, month, label, plays, ms_played",
        f"""
        SELECT k.kind, date_trunc('month', l.local_date)::date, coalesce(s.label, ''), {_FIGURES} {_LABELLED}
        GROUP BY 1, 2, 3
        """,
    ),
    "label_total": (
        "kind, label, plays, ms_played",
        f"SELECT k.kind, coalesce(s.label, ''), {_FIGURES} {_LABELLED} GROUP BY 1, 2",
    ),
    # Credits of tracks that count: of each, everybody whom any of its spellings names.
    "song_artist": (
        "track_id, artist_id, position",
        """
        SELECT track_id, artist_id,
            (row_number() OVER (PARTITION BY track_id ORDER BY min(place), artist_id) - 1)::smallint
        FROM song_name s, unnest(s.artist_ids) WITH ORDINALITY c (artist_id, place)
        WHERE s.user_id = :user_id GROUP BY track_id, artist_id
        """,
    ),
    # The first of the credited is whom the listen is by.
    "listen": (
        "track_id, artist_id",
        """
        SELECT l.track_id, a.artist_id FROM listen l
        JOIN song_artist a ON a.user_id = l.user_id AND a.track_id = l.track_id AND a.position = 0
        WHERE l.user_id = :user_id AND l.counted
        """,
    ),
}


# What else of a table is there to be compared.
_ONLY = {"listen": " AND counted", "month_sheet": " AND track_ids IS NOT NULL"}


def _difference(table: str) -> str:
    columns, recomputed = _RECOMPUTED[table]
    stored = f"SELECT {columns} FROM {table} WHERE user_id = :user_id{_ONLY.get(table, '')}"
    return (
        f"(SELECT cast(e AS text), 'nothing' FROM (({recomputed}) EXCEPT {stored}) e LIMIT :limit) UNION ALL "
        f"(SELECT 'nothing', cast(s AS text) FROM ({stored} EXCEPT ({recomputed})) s LIMIT :limit)"
    )


_DIFFERENCES = {table: text(_difference(table)) for table in _RECOMPUTED}


@dataclass(frozen=True)
class Difference:
    """A row of ``table`` that is not as the listens say; ``key`` names it, as the two sides are shown."""

    table: str
    key: str
    expected: str
    found: str


async def find(session: AsyncSession, user_id: int, limit: int) -> list[Difference]:
    """Return up to ``limit`` differences of each kind and table."""
    found = []
    async with whole_tables(session):
        for table, statement in _DIFFERENCES.items():
            rows = await session.execute(statement, {"user_id": user_id, "limit": limit})
            found += [
                Difference(
                    table, (expected if stored == "nothing" else stored).split(",")[0], expected, stored
                )
                for expected, stored in rows
            ]
    return found
