"""Runs of plays and of days."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.rhythm.service import days
from musaic.listening.analytics.charts.runs import repository
from musaic.listening.analytics.charts.runs.schemas import (
    Break,
    Breaks,
    OnRepeat,
    OnRepeatItem,
    SessionItem,
    Sessions,
    Streak,
    Streaks,
)
from musaic.listening.analytics.clock import today_in, zone_of
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.pages import following, offset_of
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.plays import Figures

GAP_MINUTES = 30
_DAY = timedelta(days=1)
_EPOCH = date(2000, 1, 1)


async def sessions(
    session: AsyncSession,
    user_id: int,
    span: Span,
    order: repository.SessionOrder,
    *,
    limit: int,
    cursor: str | None,
) -> Sessions:
    """Return the figures of the span's sessions and a page of them; raises InvalidCursorError."""
    offset = offset_of(cursor)
    figures = await repository.session_figures(session, user_id, span)
    rows = await repository.sessions(session, user_id, span, order, limit=limit + 1, offset=offset)
    count = figures["count"]
    return Sessions(
        items=[SessionItem(**row) for row in rows[:limit]],
        next_cursor=following(offset, limit, len(rows)),
        count=count,
        mean_plays=round(figures["plays"] / count, 2) if count else 0,
        mean_ms_long=figures["ms_long"] // count if count else 0,
        longest_ms=figures["longest_ms"],
        gap_minutes=GAP_MINUTES,
        definition="sessions",
    )


async def streaks(
    session: AsyncSession, user_id: int, span: Span, filters: Filters = UNFILTERED, *, limit: int
) -> Streaks:
    """Return the ``limit`` longest streaks of the span, and the one that is going on."""
    found = streaks_in(await days(session, user_id, span, filters))
    today = today_in(await zone_of(session, user_id))
    going_on = [streak for streak in found if streak.last_day >= today - _DAY and streak.first_day <= today]
    ranked = sorted(found, key=lambda streak: (-streak.days, -streak.last_day.toordinal()))
    return Streaks(
        items=ranked[:limit],
        current=going_on[-1] if going_on else None,
        longest=ranked[0] if ranked else None,
        definition="streaks",
    )


def streaks_in(figures: Mapping[date, Figures]) -> list[Streak]:
    """Return the runs of days that follow one another, oldest first."""
    runs: list[list[date]] = []
    for day in sorted(figures):
        if not runs or day - runs[-1][-1] > _DAY:
            runs.append([])
        runs[-1].append(day)
    return [
        Streak(
            first_day=run[0],
            last_day=run[-1],
            days=len(run),
            plays=sum(figures[day][0] for day in run),
            ms_played=sum(figures[day][1] for day in run),
        )
        for run in runs
    ]


async def breaks(session: AsyncSession, user_id: int, span: Span, filters: Filters, *, limit: int) -> Breaks:
    """Return the ``limit`` longest stretches of days without plays between days with plays."""
    active = sorted(await days(session, user_id, span, filters))
    found = [
        Break(first_day=before + _DAY, last_day=after - _DAY, days=(after - before).days - 1)
        for before, after in pairwise(active)
        if after - before > _DAY
    ]
    found.sort(key=lambda item: (-item.days, -item.last_day.toordinal()))
    return Breaks(items=found[:limit], definition="breaks")


async def on_repeat(
    session: AsyncSession, user_id: int, span: Span, metric: str, *, limit: int, cursor: str | None
) -> OnRepeat:
    """Return the tracks that were played three times or more on a day; raises InvalidCursorError."""
    offset = offset_of(cursor)
    rows = await repository.on_repeat(session, user_id, span, metric, limit=limit + 1, offset=offset)
    items = []
    for rank, row in enumerate(rows[:limit], offset + 1):
        best_plays, days_back = row.pop("best")
        best_day = _EPOCH - days_back * _DAY
        items.append(OnRepeatItem(rank=rank, best_day=best_day, best_plays=best_plays, **row))
    return OnRepeat(items=items, next_cursor=following(offset, limit, len(rows)), definition="on-repeat")
