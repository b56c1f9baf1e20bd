"""Apple Music's activity: ``Apple Music Play Activity.csv``, in Apple's zip within a zip.

The set of columns differs between exports, so they are found by name. Plays are the rows of the
event ``PLAY_END``. The artist is often absent: it is looked up in the daily tracks and the library that
lie beside. Never read: Apple id, device, address.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from musaic.listening.history.dialects.apple import KnownSongs
from musaic.listening.history.ports import UNKNOWN_ARTIST, Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import Columns, batches, cell, read_csv
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import genres, known_length, milliseconds, some

_COLUMNS = (
    ("Event Type",),
    ("Media Type",),
    ("Container Origin Type",),
    ("Song Name",),
    ("Content Name",),
    ("Artist Name", "Container Artist Name"),
    ("Album Name",),
    ("Event Start Timestamp",),
    ("Event End Timestamp",),
    ("Event Received Timestamp",),
    ("Play Duration Milliseconds",),
    ("Media Duration In Milliseconds",),
    ("End Reason Type",),
    ("Offline",),
    ("Device Type",),
    ("Store Country Name",),
    ("Genre",),
)
_UTC = ZoneInfo("UTC")
_BOOLS = {"true": True, "false": False}
_SKIPS = "TRACK_SKIPPED"


class AppleMusic(Importer):
    """The activity."""

    name = "apple_music"
    source = "apple_music"

    def recognises(self, head: Head) -> bool:
        """Tell by the header."""
        columns = head.columns()
        named = "song name" in columns or "content name" in columns
        return named and {"event type", "play duration milliseconds"} <= columns

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        songs = KnownSongs(given.beside)
        with file.open() as stream:
            rows = read_csv(text_chunks(stream))
            columns = Columns(next(rows, []) or [])  # type: ignore[arg-type]  # recognised: no BadRow
            at = [columns.index(*names) for names in _COLUMNS]
            yield from batches(_listen(row, at, songs) for row in rows)


def _listen(row: list[str] | BadRow, at: list[int], songs: KnownSongs) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_row", row.detail)
    event, media, origin, song, content, artist, album, *rest = (cell(row, index) for index in at)
    starts, ends, received, played, length, reason, offline, device, country, genre = rest
    title = song or content
    if event != "PLAY_END":
        return Passed("skipped", "no_play", event)
    if media not in {"AUDIO", ""}:
        return Passed("skipped", "no_music")
    if origin == "STREAM_RADIO_STATION":
        return Passed("skipped", "radio", title)
    ms_played = milliseconds(played)
    began = _began(starts, ends or received, ms_played)
    if began is None:
        return Passed("rejected", "bad_time", starts or ends or received)
    artist = artist or songs.of(title, album, began) or UNKNOWN_ARTIST
    known_genre, released = songs.facts(artist, title)
    return Play(
        artist,
        title,
        album or None,
        None,
        began,
        ms_played,
        None,
        some(reason),
        reason.startswith(_SKIPS) if reason else None,
        offline=_BOOLS.get(offline.casefold()),
        platform=some(device),
        conn_country=some(country),
        length_ms=known_length(length),
        genres=genres(genre or known_genre),
        year=released,
    )


def _began(starts: str, ends: str, ms_played: int | None) -> datetime | None:
    """Return when the song began; an end before all time is none."""
    began, ended = moment(starts, _UTC), moment(ends, _UTC)
    if began is None and ended is not None and ended.year > 1:
        return ended - timedelta(milliseconds=ms_played or 0)
    return began


IMPORTER = AppleMusic()
