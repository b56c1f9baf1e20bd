"""What is said about the time left is honest, or nothing is said."""

import pytest

from musaic.jobs.service.eta import remaining_s
from musaic.jobs.service.outcome import backoff_s


@pytest.mark.parametrize(
    ("elapsed_s", "percent", "history_s", "expected"),
    [
        (0.1, 0, None, None),  # nothing is known
        (10, 1, None, None),  # too little was seen
        (10, 50, None, 10),
        (0, 0, 60, 60),  # only history is known
        (70, 0, 60, None),  # and it was wrong
        (10, 50, 20, 10),
        (10, 50, 40, 20),  # half its own pace, half history
        (60, 50, 20, 60),  # history was wrong
        (100, 20, 10, 400),  # history is long over, its own pace is left
    ],
)
def test_remaining(elapsed_s: float, percent: float, history_s: float | None, expected: float | None) -> None:
    assert remaining_s(elapsed_s, percent, history_s) == (
        None if expected is None else pytest.approx(expected)
    )


def test_backoff_doubles_is_spread_and_capped() -> None:
    for attempt, middle in ((1, 2), (2, 4), (3, 8), (20, 300)):
        delays = [backoff_s(attempt, 2) for _ in range(50)]
        assert min(delays) >= middle * 0.5
        assert max(delays) <= middle * 1.5
        assert len(set(delays)) > 10
