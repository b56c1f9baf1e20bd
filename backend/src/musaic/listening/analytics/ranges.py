"""Ranges of local dates, both ends included.

``7d`` is today and the six days before it; ``2026`` and ``2026-11`` are the whole calendar year
and month, also when they are not over.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from musaic.listening.analytics.errors import InvalidRangeError

PRESET_DAYS = {"7d": 7, "30d": 30, "90d": 90, "365d": 365}
# Days within one month are hardly worth its rollup.
MOST_DAYS_ALONE = 16
_YEAR = re.compile(r"(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = timedelta(days=1)
# Outside of what any history holds, and safe to step from.
_FIRST, _LAST = date(1900, 1, 1), date(9998, 12, 31)


@dataclass(frozen=True)
class Span:
    """The days from ``first`` to ``last``; ``whole`` is everything there is."""

    first: date = _FIRST
    last: date = _LAST

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.first == _FIRST and self.last == _LAST

    @property
    def key(self) -> str:
        """A short name, equal for equal spans."""
        return "all" if self.whole else f"{self.first}..{self.last}"


@dataclass(frozen=True)
class Rounded:
    """A span as the months [month_from, month_until), with the days that these are short of it or over it.

    ``head_sign`` and ``tail_sign`` are 1 where the days must be added, -1 where they are too many. An
    empty stretch begins after it ends.
    """

    month_from: date
    month_until: date
    head_first: date
    head_last: date
    head_sign: int
    tail_first: date
    tail_last: date
    tail_sign: int


def resolve(name: str | None, first: date | None, last: date | None, today: date) -> Span:
    """Return the span that a request asks for; raises InvalidRangeError."""
    if first is not None or last is not None:
        if name is not None:
            message = "Give either a range or from and to, not both."
            raise InvalidRangeError(message)
        span = Span(max(first or _FIRST, _FIRST), min(last or _LAST, _LAST))
        if span.first > span.last:
            message = "The first day of the range lies after the last."
            raise InvalidRangeError(message)
        return span
    if name is None or name == "all":
        return Span()
    if name in PRESET_DAYS:
        return Span(today - timedelta(days=PRESET_DAYS[name] - 1), today)
    return _calendar(name)


def _calendar(name: str) -> Span:
    try:
        if match := _YEAR.fullmatch(name):
            year = int(match[1])
            return Span(max(date(year, 1, 1), _FIRST), min(date(year, 12, 31), _LAST))
        if match := _MONTH.fullmatch(name):
            first = date(int(match[1]), int(match[2]), 1)
            return Span(max(first, _FIRST), min(next_month(first) - _DAY, _LAST))
    except (ValueError, OverflowError) as error:
        raise InvalidRangeError from error
    raise InvalidRangeError


def next_month(day: date) -> date:
    """Return the first day of the month after ``day``'s."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def rounded(span: Span) -> Rounded:
    """Round ``span`` to the months that it comes closest to; days within one month stay days."""
    first_month, last_month = span.first.replace(day=1), span.last.replace(day=1)
    if first_month == last_month and (span.last - span.first).days < MOST_DAYS_ALONE:
        return Rounded(_LAST, _FIRST, span.first, span.last, 1, _LAST, _FIRST, 1)
    over, short = span.first - first_month, next_month(span.first) - span.first
    if over < short:
        head = (first_month, first_month, span.first - _DAY, -1)
    else:
        head = (next_month(span.first), span.first, next_month(span.first) - _DAY, 1)
    after = next_month(span.last)
    over, short = after - span.last - _DAY, span.last + _DAY - last_month
    if over < short:
        tail = (after, span.last + _DAY, after - _DAY, -1)
    else:
        tail = (last_month, last_month, span.last, 1)
    return Rounded(head[0], tail[0], *head[1:], *tail[1:])
