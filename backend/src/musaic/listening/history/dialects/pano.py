"""Pano Scrobbler's own words for a scrobble."""

from zoneinfo import ZoneInfo

from musaic.listening.history.ports import Passed, Play
from musaic.listening.history.reading.times import moment
from musaic.listening.history.reading.values import known_length, some

_UTC = ZoneInfo("UTC")


def play_of(
    names: tuple[str, str, str], time_ms: str, length: object, player: str | None, event: str | None
) -> Play | Passed:
    """Return the play; ``names`` are artist, track and album."""
    artist, track, album = names
    if event and event != "scrobble":
        return Passed("skipped", "feedback", f"{event}: {track}")
    began = moment(time_ms, _UTC) if time_ms.isdigit() else None
    if began is None:
        return Passed("rejected", "bad_time", time_ms)
    length_ms = known_length(length)
    return Play(artist, track, some(album), None, began, client=some(player), length_ms=length_ms)
