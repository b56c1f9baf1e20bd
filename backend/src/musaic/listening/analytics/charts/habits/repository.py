"""Listens by how they ended, on what and where: from the habits' table, or row by row where filtered."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import sums
from musaic.listening.analytics.repository.derived import FACTS, REAL
from musaic.listening.analytics.repository.plays import conditions, values

# listens, plays, ms_played
Habit = tuple[int, int, int]

_MONTH = "date_trunc('month', local_date)::date"
_FROM_TABLE = f"""
    SELECT {{0}} AS month, value, sum(listens::int), {sums.BOTH}
    FROM habit_day WHERE user_id = :user_id AND fact = :fact AND local_date BETWEEN :first AND :last
    GROUP BY 1, 2
"""
_TABLE = {monthly: text(_FROM_TABLE.format(_MONTH if monthly else "NULL::date")) for monthly in (True, False)}


@lru_cache
def _row_by_row(fact: str, shape: Shape, *, monthly: bool) -> TextClause:
    """Read plays and the rest apart: each has an index of its own."""
    month = _MONTH if monthly else "NULL::date"

    def part(counted: str, plays: str, ms: str) -> str:
        return (
            f"SELECT {month} AS month, {FACTS[fact]} AS value, 1 AS listens, {plays} AS plays, {ms} AS ms "
            f"FROM listen WHERE user_id = :user_id AND {counted} AND local_date BETWEEN :first AND :last "
            f"AND {conditions(shape)}"
        )

    rows = (
        part("counted", "1", "coalesce(ms_played, 0)")
        + " UNION ALL "
        + part(f"NOT counted AND {REAL}", "0", "0")
    )
    return text(
        f"SELECT month, value, count(*), sum(plays), sum(ms)::bigint FROM ({rows}) listened GROUP BY 1, 2"
    )


async def by_value(
    session: AsyncSession,
    user_id: int,
    span: Span,
    fact: str,
    filters: Filters = UNFILTERED,
    *,
    monthly: bool,
) -> Mapping[tuple[date | None, str], Habit]:
    """Return (listens, plays, ms_played) by month (None unless ``monthly``) and value of ``fact``."""
    if not filters.only.kinds:
        whole = await _whole(session, user_id, span, fact, monthly=monthly)
        if not filters:
            return whole
        less = await _filtered(session, user_id, span, fact, Filters(only=filters.exclude), monthly=monthly)
        return _without(whole, less)
    return await _filtered(session, user_id, span, fact, filters, monthly=monthly)


async def _whole(
    session: AsyncSession, user_id: int, span: Span, fact: str, *, monthly: bool
) -> dict[tuple[date | None, str], Habit]:
    asked = {"user_id": user_id, "first": span.first, "last": span.last, "fact": fact}
    return _habits(await session.execute(_TABLE[monthly], asked))


async def _filtered(
    session: AsyncSession, user_id: int, span: Span, fact: str, filters: Filters, *, monthly: bool
) -> dict[tuple[date | None, str], Habit]:
    statement = _row_by_row(fact, filters.shape, monthly=monthly)
    return _habits(await session.execute(statement, values(user_id, span, filters)))


def _habits(rows: Any) -> dict[tuple[date | None, str], Habit]:
    return {(month, value): (int(listens), int(plays), int(ms)) for month, value, listens, plays, ms in rows}


def _without(
    whole: Mapping[tuple[date | None, str], Habit], less: Mapping[tuple[date | None, str], Habit]
) -> dict[tuple[date | None, str], Habit]:
    left: dict[tuple[date | None, str], Habit] = defaultdict(lambda: (0, 0, 0))
    for key, figures in whole.items():
        out = less.get(key, (0, 0, 0))
        if figures[0] > out[0]:
            left[key] = (figures[0] - out[0], figures[1] - out[1], figures[2] - out[2])
    return dict(left)
