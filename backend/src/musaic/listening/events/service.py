"""What users do with life events, and what an event changed in their listening."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.comparison.service import changes, measured
from musaic.listening.analytics.clock import today_in, zone_of
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.events import repository
from musaic.listening.events.errors import (
    LifeEventDaysError,
    LifeEventNotFoundError,
    TooManyLifeEventsError,
)
from musaic.listening.events.models import LifeEvent
from musaic.listening.events.schemas import Impact, LifeEventIn, LifeEventOut

MOST = 500
FIRST, LAST = date(1900, 1, 1), date(9000, 12, 31)
_DAY = timedelta(days=1)


async def add(session: AsyncSession, user_id: int, new: LifeEventIn) -> LifeEvent:
    """Add an event; raises LifeEventDaysError or TooManyLifeEventsError."""
    check_days(new.first_day, new.last_day)
    if await repository.count(session, user_id) >= MOST:
        raise TooManyLifeEventsError
    return await repository.add(session, user_id, **new.model_dump())


async def one(session: AsyncSession, user_id: int, event_id: UUID) -> LifeEvent:
    """Return the user's event; raises LifeEventNotFoundError."""
    event = await repository.find(session, user_id, event_id)
    if event is None:
        raise LifeEventNotFoundError
    return event


async def change(session: AsyncSession, user_id: int, event_id: UUID, values: dict[str, Any]) -> LifeEvent:
    """Change what ``values`` name; raises LifeEventNotFoundError or LifeEventDaysError."""
    event = await one(session, user_id, event_id)
    check_days(values.get("first_day", event.first_day), values.get("last_day", event.last_day))
    return await repository.change(session, user_id, event_id, **values) if values else event


async def remove(session: AsyncSession, user_id: int, event_id: UUID) -> None:
    """Delete an event; raises LifeEventNotFoundError."""
    if not await repository.remove(session, user_id, event_id):
        raise LifeEventNotFoundError


def check_days(first: date, last: date | None) -> None:
    """Raise LifeEventDaysError unless the days are in order and within reason."""
    if last is not None and last < first:
        raise LifeEventDaysError
    if first < FIRST or max(first, last or first) > LAST:
        detail = f"The days of an event lie between {FIRST} and {LAST}."
        raise LifeEventDaysError(detail)


async def impact(
    session: AsyncSession,
    user_id: int,
    span: Span,  # noqa: ARG001  every chart is asked for one; an event has its own days
    *,
    event: LifeEventOut,
    entity: Entity,
) -> Impact:
    """Return the figures before, during and after an event, and what rose and fell most."""
    zone = await zone_of(session, user_id)
    today = today_in(zone)
    last = max(event.last_day or today, event.first_day)
    days = (last - event.first_day).days + 1
    during = Span(event.first_day, last)
    before = Span(max(during.first - days * _DAY, Span().first), during.first - _DAY)
    after = Span(last + _DAY, last + days * _DAY)
    was = await measured(session, user_id, before, entity, zone)
    now = await measured(session, user_id, during, entity, zone)
    then = await measured(session, user_id, after, entity, zone) if after.first <= today else None
    rising, falling = await changes(session, was, now, entity)
    rising_after, falling_after = await changes(session, now, then, entity) if then else ([], [])
    return Impact(
        event=event,
        before=was.side,
        during=now.side,
        after=then.side if then else None,
        rising=rising,
        falling=falling,
        rising_after=rising_after,
        falling_after=falling_after,
        definition="life-events",
    )
