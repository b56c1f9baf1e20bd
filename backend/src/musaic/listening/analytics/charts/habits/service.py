"""Rates and shares of how listening happens."""

from collections import Counter, defaultdict
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.habits import repository
from musaic.listening.analytics.charts.habits.schemas import (
    Endings,
    Fact,
    HabitItem,
    Habits,
    MonthEndings,
    Skips,
)
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span

UNKNOWN = "unknown"
_DIGITS = 4


async def skips(session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED) -> Skips:
    """Return how the span's listens ended, in all and by month."""
    found = await repository.by_value(session, user_id, span, "skip", filters, monthly=True)
    months: dict[date, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()
    for (month, value), (listens, _, _) in found.items():
        if month is not None:
            months[month][value] += listens
        totals[value] += listens
    items = [
        MonthEndings(start=month, **endings(counts).model_dump()) for month, counts in sorted(months.items())
    ]
    return Skips(totals=endings(totals), items=items, definition="skips")


def endings(counts: Counter[str]) -> Endings:
    """Return the figures of ``counts`` by ending."""
    listens = sum(counts.values())
    known = listens - counts[UNKNOWN]
    return Endings(
        listens=listens,
        skipped=counts["skipped"],
        completed=counts["completed"],
        stopped=counts["stopped"],
        unknown=counts[UNKNOWN],
        skip_rate=rate(counts["skipped"], known),
        completion_rate=rate(counts["completed"], known),
    )


def rate(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole`` to four digits; None of nothing."""
    return round(part / whole, _DIGITS) if whole else None


async def habits(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED, *, fact: Fact
) -> Habits:
    """Return the span's plays by one fact."""
    found = await repository.by_value(session, user_id, span, fact, filters, monthly=False)
    figures = {value: (plays, ms) for (_, value), (_, plays, ms) in found.items() if plays}
    known = sum(plays for value, (plays, _) in figures.items() if value != UNKNOWN)
    ranked = sorted(figures.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    items = [
        HabitItem(
            value=value, plays=plays, ms_played=ms, share=None if value == UNKNOWN else rate(plays, known)
        )
        for value, (plays, ms) in ranked
    ]
    return Habits(fact=fact, items=items, definition="habits")
