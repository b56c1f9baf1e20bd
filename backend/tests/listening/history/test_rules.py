import pytest

from musaic.listening.history.rules import is_play


@pytest.mark.parametrize(
    ("ms", "reason_end", "skipped", "counts"),
    [
        (30_000, "fwdbtn", True, True),
        (29_999, "fwdbtn", True, False),
        (29_999, "endplay", False, False),
        (29_999, None, None, False),
        (12_000, "trackdone", False, True),
        (12_000, "trackdone", None, True),
        (12_000, "trackdone", True, False),
        (0, "trackdone", False, False),
        (None, "trackdone", None, True),
        (None, None, None, True),
        (None, None, True, False),
        (None, "fwdbtn", None, False),
    ],
)
def test_what_is_a_play(ms: int | None, reason_end: str | None, skipped: bool | None, counts: bool) -> None:  # noqa: FBT001
    assert is_play(ms, reason_end, skipped=skipped) is counts
