"""What a rule may touch, and what a plan would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.names.public import SPELLED

_ARTIST_KEYS = text("SELECT key FROM artist WHERE id = ANY(:ids)")
_TAGGED = text(
    """
    SELECT artist_id, NULL FROM artist_tag WHERE user_id = :user_id AND tag = :tag
    UNION ALL SELECT NULL, track_id FROM track_tag WHERE user_id = :user_id AND tag = :tag
    """
)
# What is spelled or shown with one of these artists, tracks or albums: each part has its index.
_SONGS = text(
    """
    SELECT s.named_track_id, s.track_id FROM track t
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = t.id
    WHERE t.artist_id = ANY(:artists) OR t.id = ANY(:tracks)
    UNION
    SELECT s.named_track_id, s.track_id FROM song_name s
    WHERE s.user_id = :user_id AND s.track_id = ANY(:tracks)
    UNION
    SELECT s.named_track_id, s.track_id FROM song_artist a
    JOIN song_name s ON s.user_id = :user_id AND s.track_id = a.track_id
    WHERE a.user_id = :user_id AND a.artist_id = ANY(:artists)
    """
)
_RECORDS = text(
    """
    SELECT s.named_album_id, s.album_id FROM album t
    JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = t.id
    WHERE t.artist_id = ANY(:artists) OR t.id = ANY(:albums)
    UNION
    SELECT s.named_album_id, s.album_id FROM album t
    JOIN record_name s ON s.user_id = :user_id AND s.album_id = t.id
    WHERE t.artist_id = ANY(:artists) OR t.id = ANY(:albums)
    """
)
# The same by words in what is spelled: through the whole list of the user's names.
_WORDED_SONGS = text(
    """
    SELECT s.named_track_id, s.track_id FROM song_name s
    JOIN track t ON t.id = s.named_track_id JOIN artist a ON a.id = t.artist_id
    WHERE s.user_id = :user_id AND (a.key LIKE ANY(:patterns) OR t.key LIKE ANY(:patterns))
    """
)
_WORDED_RECORDS = text(
    """
    SELECT s.named_album_id, s.album_id FROM record_name s
    JOIN album t ON t.id = s.named_album_id JOIN artist a ON a.id = t.artist_id
    WHERE s.user_id = :user_id AND a.key LIKE ANY(:patterns)
    """
)
# Other spellings of the same recordings follow.
_LINKED = text(
    """
    SELECT s.named_track_id, s.track_id FROM song_link l
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = l.named_track_id
    WHERE l.user_id = :user_id AND l.to_track_id = ANY(:ids)
    """
)
_PLAYS = text(
    """
    SELECT greatest(
        (SELECT coalesce(sum(plays), 0) FROM track_total
         WHERE user_id = :user_id AND track_id = ANY(:tracks)),
        (SELECT coalesce(sum(plays), 0) FROM album_total
         WHERE user_id = :user_id AND album_id = ANY(:albums))
    )
    """
)
_HISTORY = text(
    """
    SELECT (SELECT coalesce(sum(plays), 0) FROM track_total WHERE user_id = :user_id),
        (SELECT count(*) FROM song_name WHERE user_id = :user_id)
    """
)
# Of the transaction's plan: how many listens it is about, and a few songs.
_PLANNED_LISTENS = text(
    """
    SELECT count(*) FROM (
        SELECT l.id FROM song_plan p
        JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = p.named_id
        JOIN listen l ON l.user_id = :user_id AND l.track_id = s.track_id AND l.named_track_id = p.named_id
        WHERE l.is_play AND l.twin_of IS NULL
        UNION
        SELECT l.id FROM record_plan p
        JOIN record_name s ON s.user_id = :user_id AND s.named_album_id = p.named_id
        JOIN listen l ON l.user_id = :user_id AND l.album_id = s.album_id AND l.named_album_id = p.named_id
        WHERE l.is_play AND l.twin_of IS NULL
        UNION
        SELECT id FROM listen WHERE user_id = :user_id AND id = ANY(:listens) AND counted
    ) l
    """
)
_EXAMPLES = text(
    """
    SELECT a.name AS artist, t.title, st.title AS title_after, p.excluded_by IS NOT NULL AS excluded,
        coalesce(tt.plays, 0) AS plays,
        ARRAY(SELECT c.name FROM unnest(p.artist_ids) WITH ORDINALITY i (id, place)
              JOIN artist c ON c.id = i.id ORDER BY i.place) AS artists_after
    FROM song_plan p JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = p.named_id
    JOIN track t ON t.id = p.named_id JOIN artist a ON a.id = t.artist_id JOIN track st ON st.id = p.track_id
    LEFT JOIN track_total tt ON tt.user_id = :user_id AND tt.track_id = s.track_id
    ORDER BY plays DESC, t.id LIMIT :limit
    """
)
_LISTEN_EXAMPLES = text(
    """
    SELECT a.name AS artist, t.title, t.title AS title_after, true AS excluded, count(*) AS plays,
        ARRAY[a.name] AS artists_after
    FROM listen l JOIN track t ON t.id = l.track_id JOIN artist a ON a.id = l.artist_id
    WHERE l.user_id = :user_id AND l.id = ANY(:listens) AND l.counted
    GROUP BY t.id, a.id ORDER BY plays DESC, t.id LIMIT :limit
    """
)
_LISTENED_SONGS = text(
    "SELECT count(DISTINCT track_id) FROM listen WHERE user_id = :user_id AND id = ANY(:listens) AND counted"
)
_PLANNED_SONGS = text("SELECT (SELECT count(*) FROM song_plan) + (SELECT count(*) FROM record_plan)")


@dataclass(frozen=True)
class Touched:
    """Spelled tracks and albums that a rule may touch, and the plays of what they are shown as."""

    track_ids: list[int]
    album_ids: list[int]
    plays: int


async def touched(
    session: AsyncSession,
    user_id: int,
    *,
    artists: Sequence[int] = (),
    tracks: Sequence[int] = (),
    albums: Sequence[int] = (),
    words: Sequence[str] = (),
    tag: str | None = None,
    guests: bool = False,
) -> Touched:
    """Return what may change with a rule about these; ``words`` are comparison keys.

    With ``guests`` also songs that spell one of ``artists`` without crediting them at present.
    """
    people, songs = list(artists), list(tracks)
    if tag is not None:
        for artist_id, track_id in await session.execute(_TAGGED, {"user_id": user_id, "tag": tag}):
            people += [artist_id] if artist_id is not None else []
            songs += [track_id] if track_id is not None else []
    values = {"user_id": user_id, "artists": people, "tracks": songs, "albums": list(albums)}
    found = [tuple(row) for row in await session.execute(_SONGS, values)]
    records = [tuple(row) for row in await session.execute(_RECORDS, values)]
    keys = list(words)
    if guests:
        keys += (await session.execute(_ARTIST_KEYS, {"ids": people})).scalars()
    if keys:
        worded = {"user_id": user_id, "patterns": [_pattern(key) for key in keys]}
        found = sorted({*found, *map(tuple, await session.execute(_WORDED_SONGS, worded))})
        records = sorted({*records, *map(tuple, await session.execute(_WORDED_RECORDS, worded))})
    linked = await session.execute(_LINKED, {"user_id": user_id, "ids": [named for named, _ in found]})
    found = sorted({*found, *map(tuple, linked)})
    shown = {
        "user_id": user_id,
        "tracks": list({track_id for _, track_id in found}),
        "albums": list({album_id for _, album_id in records}),
    }
    plays = int((await session.execute(_PLAYS, shown)).scalar_one())
    return Touched([named for named, _ in found], [named for named, _ in records], plays)


def _pattern(key: str) -> str:
    plain = key.partition(SPELLED)[0]
    escaped = plain.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


async def history_size(session: AsyncSession, user_id: int) -> tuple[int, int]:
    """Return how many plays the history has, and how many spelled songs."""
    plays, songs = (await session.execute(_HISTORY, {"user_id": user_id})).one()
    return int(plays), int(songs)


async def preview(
    session: AsyncSession, user_id: int, listens: Sequence[int], *, limit: int
) -> tuple[int, int, list[dict[str, Any]]]:
    """Return listens and songs of the transaction's plan, with up to ``limit`` examples."""
    values = {"user_id": user_id, "listens": list(listens)}
    count = int((await session.execute(_PLANNED_LISTENS, values)).scalar_one())
    songs = int((await session.execute(_PLANNED_SONGS)).scalar_one())
    examples = [
        dict(row)
        for row in (await session.execute(_EXAMPLES, {"user_id": user_id, "limit": limit})).mappings()
    ]
    if listens:
        songs += int((await session.execute(_LISTENED_SONGS, values)).scalar_one())
        rows = await session.execute(_LISTEN_EXAMPLES, values | {"limit": limit})
        examples += [dict(row) for row in rows.mappings()]
    return count, songs, examples[:limit]
