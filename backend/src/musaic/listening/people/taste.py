"""How alike two people listen, from the figures of each: no query, no clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt

from musaic.listening.analytics.repository.ranking import Metric

# Fewer plays than this are no love, and what was played once or twice is nobody's business.
LOVED_PLAYS = 5
_DIGITS = 4

# (plays, ms_played) by id
Figures = Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class Ranked:
    """One entry of a person's own list."""

    rank: int
    id: int
    plays: int
    ms_played: int


@dataclass(frozen=True)
class Both:
    """Something that both have played."""

    mine: Ranked
    theirs: Ranked


def ranked(figures: Figures, metric: Metric) -> list[Ranked]:
    """Return the list of one person, sorted as top lists are."""
    first = 0 if metric == "plays" else 1
    order = sorted(figures, key=lambda key: (-figures[key][first], -figures[key][1 - first], key))
    return [Ranked(rank, key, *figures[key]) for rank, key in enumerate(order, 1)]


def match(mine: Figures, theirs: Figures) -> float | None:
    """Return how alike two lists of artists are, 0 to 100: the cosine of the roots of their plays.

    Equal shares of the same artists are 100, no artist in common 0. The roots keep one artist played
    day and night from deciding alone. None when a list is empty.
    """
    mine_plays = sum(plays for plays, _ in mine.values())
    their_plays = sum(plays for plays, _ in theirs.values())
    if not mine_plays or not their_plays:
        return None
    common = sum(sqrt(mine[key][0] * theirs[key][0]) for key in sorted(mine.keys() & theirs.keys()))
    return round(100 * min(1.0, common / sqrt(mine_plays * their_plays)), 1)


def shared(mine: list[Ranked], theirs: list[Ranked], metric: Metric) -> list[Both]:
    """Return what both have played, what both love most first.

    Sorted by the smaller of its two shares of each one's plays (or time), then by the greater one.
    """
    my_whole, their_whole = _sum(mine, metric) or 1, _sum(theirs, metric) or 1
    by_id = {entry.id: entry for entry in theirs}
    found = [Both(entry, by_id[entry.id]) for entry in mine if entry.id in by_id]

    def order(both: Both) -> tuple[float, float, int]:
        shares = sorted((_value(both.mine, metric) / my_whole, _value(both.theirs, metric) / their_whole))
        return -shares[0], -shares[1], both.mine.id

    return sorted(found, key=order)


def share(part: list[Ranked], whole: list[Ranked]) -> float | None:
    """Return which part of the plays of ``whole`` is in ``part``; None of nothing."""
    plays = _sum(whole, "plays")
    return round(_sum(part, "plays") / plays, _DIGITS) if plays else None


def unheard(loved: list[Ranked], known: Collection[int], limit: int) -> list[Ranked]:
    """Return what one plays five times or more and the other, who has ever heard ``known``, has not."""
    found = (entry for entry in loved if entry.plays >= LOVED_PLAYS and entry.id not in known)
    return [entry for entry, _ in zip(found, range(limit), strict=False)]


def _value(entry: Ranked, metric: Metric) -> int:
    return entry.plays if metric == "plays" else entry.ms_played


def _sum(entries: list[Ranked], metric: Metric) -> int:
    return sum(_value(entry, metric) for entry in entries)
