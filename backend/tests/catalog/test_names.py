import pytest

from musaic.catalog.names import MAX_KEY_BYTES, comparison_key, fits


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  Beatles ", "the beatles"),
        ("Straße", "STRASSE"),
        ("ﬁne", "Fine"),
        ("Ａｂｃ", "abc"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("Тихий\u00a0Берег", "тихий берег"),
    ],
)
def test_the_same_name_in_two_spellings(one: str, other: str) -> None:
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(("one", "other"), [("Pt. 1", "Pt. 2"), ("Song", "Song (Live)"), ("Кино", "Kino")])
def test_different_names(one: str, other: str) -> None:
    assert comparison_key(one) != comparison_key(other)


def test_keys_that_cannot_be_kept() -> None:
    assert fits("a" * MAX_KEY_BYTES)
    assert not fits("a" * (MAX_KEY_BYTES + 1))
    assert not fits("")
