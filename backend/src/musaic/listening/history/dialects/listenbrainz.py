"""ListenBrainz's own words for a listen."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from musaic.listening.history.ports import Passed, Play
from musaic.listening.history.reading.json_rows import BadRow
from musaic.listening.history.reading.values import genre_list, isrc, known_length, mbid, milliseconds, some

_SECOND_MS = 1000


class _Found(msgspec.Struct, gc=False):
    recording_mbid: str | None = None


class _Names(msgspec.Struct):
    track: str = msgspec.field(default="", name="track_name")
    artist: str = msgspec.field(default="", name="artist_name")
    release: str | None = msgspec.field(default=None, name="release_name")
    info: dict[str, Any] | None = msgspec.field(default=None, name="additional_info")
    found: _Found | None = msgspec.field(default=None, name="mbid_mapping")


class Listen(msgspec.Struct):
    """One listen of an export or of the API."""

    listened_at: float | None = None
    names: _Names | None = msgspec.field(default=None, name="track_metadata")


def is_listen(row: dict[str, Any]) -> bool:
    """Tell whether ``row`` has a listen's keys."""
    return "listened_at" in row and isinstance(row.get("track_metadata"), dict)


def play_of(row: Listen | BadRow) -> Play | Passed:
    """Return the play that a listen tells of."""
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    names = row.names
    if names is None:
        return Passed("rejected", "missing_name")
    if row.listened_at is None:
        return Passed("skipped", "now_playing", names.track)
    try:
        began = datetime.fromtimestamp(row.listened_at, UTC)
    except (OverflowError, ValueError, OSError):
        return Passed("rejected", "bad_time", str(row.listened_at))
    info = names.info or {}
    return Play(
        names.artist,
        names.track,
        some(names.release),
        None,
        began,
        _duration(info, "ms_played", "duration_played"),
        recording_mbid=mbid(_text(info, "recording_mbid"))
        or mbid(names.found.recording_mbid if names.found else None),
        isrc=isrc(_text(info, "isrc")),
        client=some(_text(info, "submission_client") or _text(info, "media_player")),
        length_ms=_duration(info, "duration_ms", "duration") or None,
        genres=genre_list(info.get("tags")),
    )


def _text(info: dict[str, Any], key: str) -> str | None:
    value = info.get(key)
    return value if isinstance(value, str) else None


def _duration(info: dict[str, Any], in_ms: str, in_seconds: str) -> int | None:
    if info.get(in_ms) is not None:
        return milliseconds(info[in_ms])
    return known_length(info.get(in_seconds), _SECOND_MS)
