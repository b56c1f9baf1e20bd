"""What inputs take and refuse, whichever room they belong to."""

from datetime import date

import pytest
from pydantic import ValidationError

from musaic.platform.schemas import DateText, Input


class Wish(Input):
    number: int | None = None
    day: DateText | None = None


def test_whole_numbers_may_be_written_with_a_point() -> None:
    assert Wish.model_validate_json('{"number": 429.0}').number == 429


@pytest.mark.parametrize("number", ["429.5", "true", '"429"', "1e400"])
def test_nothing_else_becomes_a_number(number: str) -> None:
    with pytest.raises(ValidationError):
        Wish.model_validate_json(f'{{"number": {number}}}')


def test_days_are_written_as_iso_dates() -> None:
    assert Wish.model_validate_json('{"day": "2024-02-29"}').day == date(2024, 2, 29)


@pytest.mark.parametrize("day", ['"0"', '"1e3"', "0", "86400", '"2024-02-29T00:00:00"', '"2023-02-29"'])
def test_nothing_else_becomes_a_day(day: str) -> None:
    with pytest.raises(ValidationError):
        Wish.model_validate_json(f'{{"day": {day}}}')
