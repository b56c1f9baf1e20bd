"""Which days two people show each other: whole months, four weeks or more, today left out.

A range of one day would tell what was played on it, and two ranges that differ by a day would tell
the same; a list that follows each play would tell what somebody hears right now.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from musaic.listening.analytics.ranges import Span, next_month

LEAST_DAYS = 28
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """The days shown, and the first one that nobody is shown anything of."""

    span: Span
    today: date

    @property
    def first(self) -> date | None:
        """Return the first day, None when there is nothing before."""
        return None if self.span.first == Span().first else self.span.first

    @property
    def name(self) -> str:
        """Return a name for files."""
        return self.span.key if self.first else "all"


def shown(wanted: Span, today: date) -> Days:
    """Return ``wanted`` widened to whole months that hold at least ``LEAST_DAYS`` days before ``today``."""
    last = min(next_month(wanted.last) - _DAY, today - _DAY)
    first = min(wanted.first, last).replace(day=1)
    while (last - first).days + 1 < LEAST_DAYS:
        first = (first - _DAY).replace(day=1)
    return Days(Span(first, last), today)
