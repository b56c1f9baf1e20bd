"""Two of a kind, measured alike."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.comparison import repository
from musaic.listening.analytics.charts.comparison.schemas import (
    ArtistComparison,
    Change,
    RangeComparison,
    Side,
)
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.stories.service import story
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.clock import today_in, zone_of
from musaic.listening.analytics.filters import Filters
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import TopQuery

LIST = 10
_PER_DAYS = 30


async def ranges(
    session: AsyncSession, user_id: int, span: Span, *, other: Span, entity: Entity
) -> RangeComparison:
    """Return ``span`` and ``other`` side by side, and what rose and fell most a day."""
    today = today_in(await zone_of(session, user_id))
    a = await side(session, user_id, span, entity, today)
    b = await side(session, user_id, other, entity, today)
    rising, falling = await changes(session, user_id, (span, a.days), (other, b.days), entity)
    return RangeComparison(a=a, b=b, rising=rising, falling=falling, definition="comparisons")


async def changes(
    session: AsyncSession, user_id: int, a: tuple[Span, int], b: tuple[Span, int], entity: Entity
) -> tuple[list[Change], list[Change]]:
    """Return what rose and what fell most from span ``a`` to span ``b``, each given with its days."""
    weights = (_PER_DAYS / a[1] if a[1] else 0.0, _PER_DAYS / b[1] if b[1] else 0.0)
    rows = await repository.changes(session, user_id, (a[0], b[0]), entity, weights=weights, limit=LIST)
    found = [Change(**row) for row in rows]
    return [one for one in found if one.change > 0], [one for one in found if one.change < 0]


async def side(session: AsyncSession, user_id: int, span: Span, entity: Entity, today: date) -> Side:
    """Return the figures of one span as of ``today``."""
    figures = await rhythm.days(session, user_id, span)
    first, last = bounds(span, sorted(figures), today)
    days = (last - first).days + 1 if first and last else 0
    summary = await tops.summary(session, user_id, span)
    query = TopQuery(entity, "plays", "desc")
    page = await tops.top_items(session, user_id, span, query, limit=LIST, cursor=None)
    return Side(
        first_day=first,
        last_day=last,
        days=days,
        summary=summary,
        plays_a_day=round(summary.plays / days, 3) if days else 0,
        ms_a_day=summary.ms_played // days if days else 0,
        hours=(await rhythm.by_hour(session, user_id, span)).items,
        top=page.items,
    )


def bounds(span: Span, active: list[date], today: date) -> tuple[date | None, date | None]:
    """Return the first and last day that ``span`` can speak of.

    An end left open is the first or last day with plays; days after today have not been yet, unless
    there are plays in them.
    """
    if not active:
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
