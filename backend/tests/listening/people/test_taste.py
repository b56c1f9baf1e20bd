"""How alike two people listen, against sums done by hand."""

from math import sqrt

import pytest

from musaic.listening.people import taste
from musaic.listening.people.taste import Figures, ranked

MINE: Figures = {1: (9, 100), 2: (4, 900), 3: (3, 10)}
THEIRS: Figures = {2: (16, 50), 3: (1, 2), 4: (8, 70), 5: (5, 60)}


def test_the_match_is_the_cosine_of_the_roots() -> None:
    expected = 100 * (sqrt(4 * 16) + sqrt(3 * 1)) / (sqrt(9 + 4 + 3) * sqrt(16 + 1 + 8 + 5))
    assert taste.match(MINE, THEIRS) == pytest.approx(expected, abs=0.05)
    assert taste.match(THEIRS, MINE) == taste.match(MINE, THEIRS)


def test_the_ends_of_the_match() -> None:
    assert taste.match(MINE, {key: (10 * plays, 0) for key, (plays, _) in MINE.items()}) == 100.0
    assert taste.match({1: (5, 0)}, {2: (5, 0)}) == 0.0
    assert taste.match({}, THEIRS) is None
    assert taste.match(MINE, {}) is None


def test_what_both_love_comes_first() -> None:
    mine, theirs = ranked(MINE, "plays"), ranked(THEIRS, "plays")
    shared = taste.shared(mine, theirs, "plays")
    # min(4/16, 16/30) before min(3/16, 1/30)
    assert [(both.mine.id, both.mine.rank, both.theirs.rank) for both in shared] == [(2, 2, 1), (3, 3, 4)]
    assert taste.share([both.mine for both in shared], mine) == pytest.approx(7 / 16)
    assert taste.share([], []) is None


def test_time_ranks_otherwise() -> None:
    assert [entry.id for entry in ranked(MINE, "time")] == [2, 1, 3]
    assert [entry.rank for entry in ranked(MINE, "time")] == [1, 2, 3]


def test_loved_by_one_and_new_to_the_other() -> None:
    theirs = ranked(THEIRS, "plays")
    assert [entry.id for entry in taste.unheard(theirs, {1, 2, 3}, 20)] == [4, 5]
    assert [entry.id for entry in taste.unheard(theirs, {1, 2, 3}, 1)] == [4]
    assert [entry.id for entry in taste.unheard(theirs, {1, 2, 3, 4, 5}, 20)] == []
    # three plays are no love
    assert [entry.id for entry in taste.unheard(ranked(MINE, "plays"), {2}, 20)] == [1]
