"""Which days two people show each other."""

from datetime import date, timedelta

import pytest

from musaic.listening.analytics.ranges import Span, resolve
from musaic.listening.people.months import LEAST_DAYS, shown

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        (Span(date(2026, 3, 5), date(2026, 4, 2)), date(2026, 3, 1), date(2026, 4, 30)),
        (Span(date(2026, 2, 1), date(2026, 2, 28)), date(2026, 2, 1), date(2026, 2, 28)),
        # what is asked for of this month has 20 days that have been: the month before comes too
        (Span(date(2026, 11, 21), date(2026, 11, 21)), date(2026, 10, 1), date(2026, 11, 20)),
        (resolve("7d", None, None, TODAY), date(2026, 10, 1), date(2026, 11, 20)),
        (resolve("2026", None, None, TODAY), date(2026, 1, 1), date(2026, 11, 20)),
        (Span(date(2030, 1, 1), date(2030, 1, 2)), date(2026, 10, 1), date(2026, 11, 20)),
        (Span(), Span().first, date(2026, 11, 20)),
    ],
)
def test_whole_months_up_to_yesterday(wanted: Span, first: date, last: date) -> None:
    assert shown(wanted, TODAY).span == Span(first, last)


def test_no_range_tells_of_few_days_or_of_one_by_difference() -> None:
    for ago in range(70):
        for days in (1, 7, 40):
            last = TODAY - timedelta(days=ago)
            span = shown(Span(last - timedelta(days=days - 1), last), TODAY).span
            assert (span.last - span.first).days + 1 >= LEAST_DAYS
            assert span.first.day == 1
            assert span.last == TODAY - timedelta(days=1) or (span.last + timedelta(days=1)).day == 1
