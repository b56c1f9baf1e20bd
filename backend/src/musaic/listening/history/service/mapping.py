"""The columns of a table: what they probably mean, and what the user said last time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.ports import ColumnMap
from musaic.listening.history.reading.csv_rows import folded
from musaic.listening.history.reading.times import moment
from musaic.listening.history.repository import mappings
from musaic.listening.history.service.zones import zone_called

_WORDS: dict[str, Sequence[str]] = {
    "title": ("track_name", "track", "title", "song", "song title", "track title", "name", "trackname"),
    "time": (
        "ts", "time", "timestamp", "date", "played at", "played_at", "listened_at", "datetime", "date-time",
        "date played", "endtime", "when", "uts",
    ),
    "artist": ("artist_name", "artist", "artists", "artist name", "artistname", "performer"),
    "album": ("album_name", "album", "album title", "album name", "release"),
    "played": ("ms_played", "msplayed", "duration played", "seconds played", "listening time"),
    "length": ("duration_ms", "duration", "length", "track length"),
    "item": ("track_uri", "uri", "track id", "spotify_track_uri"),
    "isrc": ("isrc",),
    "platform": ("platform", "device type"),
    "genre": ("genre", "genres", "tags", "style"),
    "year": ("year", "release year", "released", "release date", "release_date", "track year"),
}  # fmt: skip


def suggest(rows: Sequence[Sequence[str]], delimiter: str) -> ColumnMap | None:
    """Return what the columns of a table probably mean; None when time or title cannot be told.

    ``rows`` are its first ones. A first row that holds a time is no header.
    """
    if not rows:
        return None
    utc = zone_called("UTC")
    at = next((number for number, text in enumerate(rows[0], 1) if moment(text.strip(), utc)), None)
    if at is not None:
        return None
    names = {folded(name): name.strip(" \ufeff") for name in rows[0]}
    found: dict[str, str] = {}
    for fact, words in _WORDS.items():
        name = next((names[word] for word in words if word in names), None)
        if name is not None and name not in found.values():
            found[fact] = name
    if not {"title", "time"} <= found.keys():
        return None
    in_seconds = "seconds" in folded(found.get("played", ""))
    return ColumnMap(**found, delimiter=delimiter, duration_unit="s" if in_seconds else "ms")  # type: ignore[arg-type]


async def remembered(session: AsyncSession, user_id: int, signature: str) -> ColumnMap | None:
    """Return how the user read a table with these columns before."""
    stored = await mappings.find(session, user_id, signature)
    return ColumnMap(**stored) if stored else None


async def remember(session: AsyncSession, user_id: int, tables: Mapping[str, ColumnMap]) -> None:
    """Keep how the user read these tables, by their signatures."""
    for signature in sorted(tables):
        await mappings.keep(session, user_id, signature, asdict(tables[signature]))
