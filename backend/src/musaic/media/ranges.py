"""Which bytes a request wants: RFC 9110, sections 13 and 14."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from musaic.media.errors import RangeNotSatisfiable

_UNIT = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=(.*)", re.DOTALL)
_SINGLE = re.compile(r"\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.ASCII)


@dataclass(frozen=True)
class ByteRange:
    """``length`` bytes from ``start``, all inside the file."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """Return the Content-Range header."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


@dataclass(frozen=True)
class Validators:
    """What tells one state of a file from another; ``modified`` counts in whole seconds."""

    etag: str
    modified: datetime

    @property
    def last_modified(self) -> str:
        """The Last-Modified header."""
        return format_datetime(self.modified.astimezone(UTC).replace(microsecond=0), usegmt=True)


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Return the one range asked for, None for the whole file.

    Another unit, or several ranges, get the whole file, as RFC 9110 permits. Raises
    RangeNotSatisfiable for a range that is malformed or begins behind the end.
    """
    if header is None:
        return None
    unit = _UNIT.fullmatch(header)
    if unit is None:
        raise _unsatisfiable(size)
    if unit[1].lower() != "bytes":
        return None
    wanted = [_single(text, size) for text in unit[2].split(",") if text.strip()]
    if not wanted:
        raise _unsatisfiable(size)
    return wanted[0] if len(wanted) == 1 else None


def _single(text: str, size: int) -> ByteRange:
    match = _SINGLE.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        raise _unsatisfiable(size)
    if not match[1]:  # the last so many bytes
        length = min(int(match[2]), size)
        start = size - length
    else:
        start = int(match[1])
        last = min(int(match[2]) if match[2] else size - 1, size - 1)
        length = last - start + 1
        if match[2] and int(match[2]) < start:
            raise _unsatisfiable(size)
    if length <= 0:
        raise _unsatisfiable(size)
    return ByteRange(start, length)


def _unsatisfiable(size: int) -> RangeNotSatisfiable:
    return RangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})


def is_unchanged(headers: Mapping[str, str], validators: Validators) -> bool:
    """Tell whether the client's copy is still good (answer 304)."""
    tags = headers.get("if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or validators.etag in known
    since = _date(headers.get("if-modified-since"))
    return since is not None and validators.modified.replace(microsecond=0) <= since


def range_applies(headers: Mapping[str, str], validators: Validators) -> bool:
    """Tell whether If-Range, when given, names the state that we have: a strong tag or the exact date."""
    given = headers.get("if-range")
    if given is None:
        return True
    if given.startswith(('"', "W/")):
        return given.strip() == validators.etag
    return _date(given) == validators.modified.replace(microsecond=0)


def _date(header: str | None) -> datetime | None:
    if header is None:
        return None
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
