"""Single values as exports write them; what cannot be used is left out, silently where nobody misses it."""

import math
import re

_MBID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{2}(?:\.\d+)?)")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_BETWEEN = re.compile(r"\s*[;,|]\s*")
# More than any source writes; each is a key of its own.
_MOST_GENRES, _LONGEST_GENRE = 20, 100
# COPY takes 32 bits; what is longer than a week is refused later.
_MAX_MS = 2**31 - 1


def mbid(text: str | None) -> str | None:
    """Return a MusicBrainz id in its usual form; None for anything that is none."""
    plain = (text or "").strip().casefold()
    return plain if _MBID.fullmatch(plain) else None


def isrc(text: str | None) -> str | None:
    """Return an ISRC without dashes; None for anything that is none."""
    plain = (text or "").replace("-", "").strip().upper()
    return plain if _ISRC.fullmatch(plain) else None


def milliseconds(value: object, unit_ms: float = 1) -> int | None:
    """Return a duration, 0 for a negative one; None for what is no number. ``3:45`` is a clock's."""
    if isinstance(value, str):
        value = _number(value, unit_ms)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return min(_MAX_MS, max(0, round(value * unit_ms)))


def _number(text: str, unit_ms: float) -> float | None:
    if clock := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds = clock.groups()
        return (int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)) * 1000 / unit_ms
    try:
        return float(text.strip())
    except ValueError:
        return None


def known_length(value: object, unit_ms: float = 1) -> int | None:
    """Return the length of a song; None where the source writes 0 for unknown."""
    return milliseconds(value, unit_ms) or None


def genres(text: str | None) -> tuple[str, ...]:
    """Return the genres of a cell such as ``Rock; Pop``."""
    return genre_list(_BETWEEN.split(text or ""))


def genre_list(found: object) -> tuple[str, ...]:
    """Return the usable texts of a list of genres; nothing for anything that is none."""
    if not isinstance(found, list | tuple):
        return ()
    texts = (text.strip() for text in found[:_MOST_GENRES] if isinstance(text, str))
    return tuple(text for text in texts if 0 < len(text) <= _LONGEST_GENRE and "\0" not in text)


def year(value: object) -> int | None:
    """Return the year of a date such as ``1975`` or ``1975-10-31``; None for what holds none."""
    found = _YEAR.search(value if isinstance(value, str) else str(value or ""))
    return int(found[1]) if found else None


def some(text: str | None) -> str | None:
    """Return ``text`` trimmed, None when nothing is left."""
    return (text or "").strip() or None
