"""Spotify's extended streaming history: ``Streaming_History_Audio_*.json``, older ``endsong_*.json``.

Every key may be missing in old files. ``ts`` is when the stream ended. Never read: user name,
IP address, user agent.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import msgspec

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows

_NAME = re.compile(r"(Streaming_History_(Audio|Video)_|endsong)", re.IGNORECASE)
_KEYS = {"master_metadata_track_name", "spotify_track_uri", "episode_name", "audiobook_title"}
# Below it are seconds (2001 to 5138), above it milliseconds.
_MILLISECONDS_FROM = 100_000_000_000
_EARLIEST_S = 1_000_000_000


class _Row(msgspec.Struct, gc=False):
    ts: datetime
    ms_played: int | None = None
    title: str | None = msgspec.field(default=None, name="master_metadata_track_name")
    artist: str | None = msgspec.field(default=None, name="master_metadata_album_artist_name")
    album: str | None = msgspec.field(default=None, name="master_metadata_album_album_name")
    spotify_track_uri: str | None = None
    episode_name: str | None = None
    spotify_episode_uri: str | None = None
    audiobook_title: str | None = None
    audiobook_uri: str | None = None
    reason_start: str | None = None
    reason_end: str | None = None
    skipped: bool | None = None
    shuffle: bool | None = None
    offline: bool | None = None
    offline_timestamp: int | float | None = None
    incognito_mode: bool | None = None
    platform: str | None = None
    conn_country: str | None = None


class SpotifyExtended(Importer):
    """The extended history."""

    name = "spotify_extended"
    source = "spotify"
    stamp: Literal["start", "end"] = "end"

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first row, or by the name of an empty list."""
        if head.first is None:
            return bool(_NAME.match(head.name)) and head.text.lstrip().startswith(b"[")
        return "ts" in head.first and bool(_KEYS & head.first.keys())

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), _Row):
                yield [_listen(row) for row in rows]


def _listen(row: _Row | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    if not row.title or not row.artist:
        return _no_song(row)
    return Play(
        row.artist,
        row.title,
        row.album or None,
        row.spotify_track_uri,
        row.ts if row.ts.tzinfo else row.ts.replace(tzinfo=UTC),
        row.ms_played,
        row.reason_start,
        row.reason_end,
        row.skipped,
        row.shuffle,
        row.offline,
        _moment(row.offline_timestamp) if row.offline_timestamp else None,
        row.incognito_mode,
        row.platform,
        row.conn_country,
    )


def _no_song(row: _Row) -> Passed:
    if row.audiobook_title or row.audiobook_uri:
        return Passed("skipped", "audiobook", row.audiobook_title or "")
    if row.episode_name or row.spotify_episode_uri:
        return Passed("skipped", "podcast", row.episode_name or "")
    if row.title or row.artist:
        return Passed("rejected", "missing_name", row.title or row.artist or "")
    return Passed("skipped", "no_track_name", row.spotify_track_uri or "")


def _moment(stamp: float) -> datetime | None:
    """Return the moment of seconds or milliseconds; None where the value cannot be a time."""
    seconds = stamp / 1000 if stamp >= _MILLISECONDS_FROM else stamp
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds >= _EARLIEST_S else None
    except (OverflowError, ValueError, OSError):
        return None


IMPORTER = SpotifyExtended()
