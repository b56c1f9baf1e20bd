"""Local days and the moments between them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.state import read
from musaic.platform import clock

_DAY = timedelta(days=1)


async def zone_of(session: AsyncSession, user_id: int) -> ZoneInfo:
    """Return the zone that the user's local days are in."""
    return ZoneInfo((await read(session, user_id)).timezone)


def today_in(zone: ZoneInfo) -> date:
    """Return the present day."""
    return clock.now().astimezone(zone).date()


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which ``day`` begins, also where its midnight was skipped or came twice."""
    # An hour that does not exist is read with the offset before the change, which names the change itself.
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def moments_of(span: Span, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the moments between which the span's days lie, the second one excluded."""
    return start_of_day(span.first, zone), start_of_day(span.last + _DAY, zone)
