"""Everything about one artist, album or track."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.genres import service as genres
from musaic.listening.analytics.charts.habits.service import endings
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.rhythm.schemas import TimelinePoint
from musaic.listening.analytics.charts.stories import repository
from musaic.listening.analytics.charts.stories.schemas import BestDay, Story, StoryListen
from musaic.listening.analytics.charts.tops.schemas import TopItem
from musaic.listening.analytics.errors import NotInHistoryError
from musaic.listening.analytics.filters import Filters, Kind
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.plays import Figures
from musaic.listening.analytics.repository.spans import Entity

LIST = 10
GENRES = 6


async def story(session: AsyncSession, user_id: int, span: Span, kind: Kind, named: int) -> Story:
    """Return the story of one thing over the span; raises NotInHistoryError if it was never played."""
    who = await repository.who(session, user_id, kind, named)
    if who is None:
        raise NotInHistoryError
    only = Filters.one(kind, named)
    heard = await repository.portrait(session, user_id, span, only)
    days = heard.days
    best = max(days.items(), key=lambda item: (*item[1], -item[0].toordinal()), default=None)
    months = sorted(rhythm.in_buckets(days, "month").items())
    first = await repository.edge(session, user_id, only, last=False)
    last = await repository.edge(session, user_id, only, last=True)
    released = await genres.released(session, user_id, only)
    plays, ms_played = sum(count for count, _ in days.values()), sum(ms for _, ms in days.values())
    return Story(
        kind=kind,
        **who,
        rank=await repository.rank(session, user_id, span, kind, named, (plays, ms_played)) if days else None,
        plays=plays,
        ms_played=ms_played,
        days=len(days),
        first=StoryListen(**first) if first else None,
        last=StoryListen(**last) if last else None,
        best_day=BestDay(day=best[0], plays=best[1][0], ms_played=best[1][1]) if best else None,
        timeline=[TimelinePoint(start=start, plays=count, ms_played=ms) for start, (count, ms) in months],
        hours=rhythm.hours(heard.hours),
        endings=endings(Counter(heard.endings)),
        top_tracks=await _top(session, "track", heard.tracks) if kind != "track" else [],
        top_albums=await _top(session, "album", heard.albums) if kind != "album" else [],
        genres=await genres.names_of(session, user_id, only, limit=GENRES),
        released_from=released[0],
        released_until=released[1],
        definition="stories",
    )


async def _top(session: AsyncSession, entity: Entity, figures: Mapping[int, Figures]) -> list[TopItem]:
    best = sorted(figures.items(), key=lambda item: (*item[1], -item[0]), reverse=True)[:LIST]
    rows = await called.with_names(session, entity, [(key, *own) for key, own in best])
    return [TopItem(rank=rank, **row) for rank, row in enumerate(rows, 1)]
