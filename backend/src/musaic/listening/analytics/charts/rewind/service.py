"""A year from the charts of the other families."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.discovery.service import first_heard
from musaic.listening.analytics.charts.habits.service import skips
from musaic.listening.analytics.charts.rewind.schemas import LongestSession, Rewind
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.rhythm.schemas import TimelinePoint
from musaic.listening.analytics.charts.runs.service import sessions, streaks_in
from musaic.listening.analytics.charts.stories.schemas import BestDay
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.ranges import Span

LIST = 5


async def rewind(
    session: AsyncSession,
    user_id: int,
    span: Span,  # noqa: ARG001  every chart is asked for one; a year is its own
    *,
    year: int,
) -> Rewind:
    """Return the figures of a calendar year."""
    days_of_year = year_of(year)
    days = await rhythm.days(session, user_id, days_of_year)
    months = rhythm.in_buckets(days, "month")
    starts = [date(year, month, 1) for month in range(1, 13)]
    best = max(days.items(), key=lambda item: (*item[1], -item[0].toordinal()), default=None)
    longest = await sessions(session, user_id, days_of_year, "longest", limit=1, cursor=None)
    whole = await tops.overview(session, user_id, days_of_year)
    top = {entity: await tops.leaders(session, entity, heard, LIST) for entity, heard in whole.heard.items()}
    tracks, artists, albums = await first_heard(session, user_id, days_of_year)
    return Rewind(
        year=year,
        summary=whole.summary,
        before=await tops.totals(session, user_id, year_of(year - 1)),
        top_artists=top["artist"],
        top_tracks=top["track"],
        top_albums=top["album"],
        months=[
            TimelinePoint(start=start, plays=plays, ms_played=ms)
            for start in starts
            for plays, ms in [months.get(start, rhythm.NOTHING)]
        ],
        hours=(await rhythm.by_hour(session, user_id, days_of_year)).items,
        best_day=BestDay(day=best[0], plays=best[1][0], ms_played=best[1][1]) if best else None,
        longest_streak=max(streaks_in(days), key=lambda streak: (streak.days, streak.last_day), default=None),
        sessions=longest.count,
        longest_session=LongestSession.model_validate(longest.items[0]) if longest.items else None,
        new_tracks=tracks,
        new_artists=artists,
        new_albums=albums,
        endings=(await skips(session, user_id, days_of_year)).totals,
        definition="year-rewind",
    )


def year_of(year: int) -> Span:
    """Return the days of a calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31))
