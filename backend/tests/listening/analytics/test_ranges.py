from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.listening.analytics.errors import InvalidRangeError
from musaic.listening.analytics.ranges import Span, resolve, rounded

TODAY = date(2026, 3, 1)
DAYS = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("7d", date(2026, 2, 23), TODAY),
        ("30d", date(2026, 1, 31), TODAY),
        ("90d", date(2025, 12, 2), TODAY),
        ("365d", date(2025, 3, 2), TODAY),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_presets(name: str, first: date, last: date) -> None:
    assert resolve(name, None, None, TODAY) == Span(first, last)


def test_everything() -> None:
    assert resolve(None, None, None, TODAY).whole
    assert resolve("all", None, None, TODAY).whole


def test_own_dates_are_included() -> None:
    day = date(2024, 5, 5)
    assert resolve(None, day, day, TODAY) == Span(day, day)
    assert resolve(None, day, None, TODAY).first == day
    assert resolve(None, None, day, TODAY).last == day


@pytest.mark.parametrize(
    "name", ["8d", "2024-13", "2024-00", "24", "0000", "2024-1", "", "year", "２０２４-02x"]
)
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidRangeError):
        resolve(name, None, None, TODAY)


def test_contradictions_are_refused() -> None:
    with pytest.raises(InvalidRangeError):
        resolve("7d", TODAY, None, TODAY)
    with pytest.raises(InvalidRangeError):
        resolve(None, TODAY, TODAY - timedelta(days=1), TODAY)


def test_the_open_span_has_no_days_around_it() -> None:
    cut = rounded(Span())
    assert cut.head_first > cut.head_last
    assert cut.tail_first > cut.tail_last


def days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


@given(st.dates(date(2019, 1, 1), date(2021, 12, 31)), st.integers(0, 500))
def test_rounded_months_and_days_make_up_the_span(first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    cut = rounded(span)
    count = Counter(days(cut.month_from, cut.month_until - timedelta(days=1)))
    for start, end, sign in (
        (cut.head_first, cut.head_last, cut.head_sign),
        (cut.tail_first, cut.tail_last, cut.tail_sign),
    ):
        edge = list(days(start, end))
        assert len(edge) <= 16
        for day in edge:
            count[day] += sign
    assert {day: times for day, times in count.items() if times} == dict.fromkeys(days(first, span.last), 1)
