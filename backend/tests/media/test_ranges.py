from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.media.errors import RangeNotSatisfiable
from musaic.media.ranges import ByteRange, Validators, is_unchanged, parse_range, range_applies

STATE = Validators('"abc"', datetime(2026, 11, 21, 12, 0, 0, 500, tzinfo=UTC))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=0-99", ByteRange(0, 100)),
        ("bytes=10-", ByteRange(10, 90)),
        ("bytes=99-", ByteRange(99, 1)),
        ("bytes=-1", ByteRange(99, 1)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=50-1000", ByteRange(50, 50)),
        ("Bytes = 1 - 2 ", ByteRange(1, 2)),
        ("bytes=0-1,5-6", None),  # several ranges: the whole file, as the standard permits
        ("bytes=0-1,", ByteRange(0, 2)),
        ("chapters=1-2", None),
    ],
)
def test_ranges_that_can_be_served(header: str | None, expected: ByteRange | None) -> None:
    assert parse_range(header, 100) == expected


@pytest.mark.parametrize(
    "header",
    ["bytes=100-", "bytes=-0", "bytes=5-4", "bytes=", "bytes=-", "bytes=a-b", "bytes", "", "bytes=1-2-3"],
)
def test_ranges_that_cannot(header: str) -> None:
    with pytest.raises(RangeNotSatisfiable) as error:
        parse_range(header, 100)
    assert error.value.headers == {"Content-Range": "bytes */100"}


@given(st.text(), st.integers(0, 10**12))
def test_any_header_gives_a_range_inside_the_file_or_a_refusal(text: str, size: int) -> None:
    for header in (text, f"bytes={text}"):
        try:
            found = parse_range(header, size)
        except RangeNotSatisfiable:
            continue
        assert found is None or (found.start >= 0 and found.length > 0 and found.start + found.length <= size)


@given(st.integers(1, 10**9), st.integers(0, 10**10), st.integers(0, 10**10))
def test_first_and_last_mean_what_they_say(size: int, first: int, last: int) -> None:
    try:
        found = parse_range(f"bytes={first}-{last}", size)
    except RangeNotSatisfiable:
        assert first >= size or last < first
    else:
        assert found == ByteRange(first, min(last, size - 1) - first + 1)
        assert found.content_range(size).endswith(f"/{size}")


@pytest.mark.parametrize(
    ("headers", "unchanged"),
    [
        ({}, False),
        ({"if-none-match": '"abc"'}, True),
        ({"if-none-match": 'W/"abc"'}, True),
        ({"if-none-match": '"x", "abc"'}, True),
        ({"if-none-match": "*"}, True),
        ({"if-none-match": '"x"', "if-modified-since": "Sat, 21 Nov 2026 12:00:00 GMT"}, False),
        ({"if-modified-since": "Sat, 21 Nov 2026 12:00:00 GMT"}, True),
        ({"if-modified-since": "Sat, 21 Nov 2026 11:59:59 GMT"}, False),
        ({"if-modified-since": "yesterday"}, False),
    ],
)
def test_a_copy_is_good_when_tag_or_date_say_so(headers: dict[str, str], *, unchanged: bool) -> None:
    assert is_unchanged(headers, STATE) is unchanged


@pytest.mark.parametrize(
    ("given_value", "applies"),
    [
        ('"abc"', True),
        ('W/"abc"', False),
        ('"old"', False),
        ("Sat, 21 Nov 2026 12:00:00 GMT", True),
        ("Sat, 21 Nov 2026 12:00:01 GMT", False),
        ("nonsense", False),
    ],
)
def test_a_range_of_another_state_is_not_served(given_value: str, *, applies: bool) -> None:
    assert range_applies({"if-range": given_value}, STATE) is applies


@given(st.text(st.characters(codec="latin-1")))
def test_dates_of_any_kind_are_survived(text: str) -> None:
    assert is_unchanged({"if-modified-since": text}, STATE) in {True, False}
    assert range_applies({"if-range": text}, STATE) in {True, False}
