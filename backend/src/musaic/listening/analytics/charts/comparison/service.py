"""Two of a kind, measured alike."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.comparison.schemas import (
    ArtistComparison,
    Change,
    RangeComparison,
    Side,
)
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.stories.service import story
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.charts.tops.schemas import Summary
from musaic.listening.analytics.clock import today_in, zone_of
from musaic.listening.analytics.filters import Filters
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.spans import Entity

if TYPE_CHECKING:
    from musaic.listening.analytics.repository.heard import Heard

LIST = 10
_PER_DAYS = 30


@dataclass(frozen=True)
class Measured:
    """One span: what is told of it, and all that it has of what is compared."""

    side: Side
    heard: "Heard"


async def ranges(
    session: AsyncSession, user_id: int, span: Span, *, other: Span, entity: Entity
) -> RangeComparison:
    """Return ``span`` and ``other`` side by side, and what rose and fell most a day."""
    zone = await zone_of(session, user_id)
    a = await measured(session, user_id, span, entity, zone)
    b = await measured(session, user_id, other, entity, zone)
    rising, falling = await changes(session, a, b, entity)
    return RangeComparison(a=a.side, b=b.side, rising=rising, falling=falling, definition="comparisons")


async def changes(
    session: AsyncSession, a: Measured, b: Measured, entity: Entity
) -> tuple[list[Change], list[Change]]:
    """Return what rose and what fell most from ``a`` to ``b``, for their days: they may differ in length."""
    from musaic.listening.analytics.charts.comparison.sums import changed  # noqa: PLC0415  numpy costs a start

    days = (a.side.days, b.side.days)
    weights = (_PER_DAYS / days[0] if days[0] else 0.0, _PER_DAYS / days[1] if days[1] else 0.0)
    risen, fallen = changed(a.heard, b.heard, weights, LIST)
    names = await called.names(session, entity, [one[0] for one in (*risen, *fallen)])

    def told(found: list[tuple[int, int, int, float]]) -> list[Change]:
        return [
            Change(id=key, name=names[key][0], artist=names[key][1], plays_a=was, plays_b=now, change=change)
            for key, was, now, change in found
        ]

    return told(risen), told(fallen)


async def measured(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, zone: ZoneInfo
) -> Measured:
    """Return the figures of one span as of now, in the zone that its days are in."""
    whole = await tops.overview(session, user_id, span, (entity,))
    heard = whole.heard[entity]
    first, last = bounds(span, active_days(whole.summary, zone), today_in(zone))
    days = (last - first).days + 1 if first and last else 0
    side = Side(
        first_day=first,
        last_day=last,
        days=days,
        summary=whole.summary,
        plays_a_day=round(whole.summary.plays / days, 3) if days else 0,
        ms_a_day=whole.summary.ms_played // days if days else 0,
        hours=(await rhythm.by_hour(session, user_id, span)).items,
        top=await tops.leaders(session, entity, heard, LIST),
    )
    return Measured(side, heard)


def active_days(summary: Summary, zone: ZoneInfo) -> tuple[date, date] | None:
    """Return the first and the last day with plays; None where there are none."""
    ends = (summary.first_listen_at, summary.last_listen_at)
    first, last = (moment and moment.astimezone(zone).date() for moment in ends)
    return (first, last) if first and last else None


def bounds(span: Span, active: tuple[date, date] | None, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day that ``span`` can speak of.

    An end left open is the first or last day with plays; days after today have not been yet, unless
    there are plays in them.
    """
    if active is None:
        return (None, None) if span.whole else (span.first, max(span.first, min(span.last, today)))
    first = active[0] if span.first == Span().first else span.first
    last = active[-1] if span.last == Span().last else max(active[-1], min(span.last, today))
    return first, last


async def artists(session: AsyncSession, user_id: int, span: Span, *, a: int, b: int) -> ArtistComparison:
    """Return two artists side by side; raises NotInHistoryError."""
    one = await story(session, user_id, span, "artist", a)
    two = await story(session, user_id, span, "artist", b)
    days_a = await rhythm.days(session, user_id, span, Filters.one("artist", a))
    days_b = await rhythm.days(session, user_id, span, Filters.one("artist", b))
    return ArtistComparison(
        a=one, b=two, days_both=len(days_a.keys() & days_b.keys()), definition="comparisons"
    )
