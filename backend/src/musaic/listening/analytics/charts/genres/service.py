"""Ranks and shares of genres and release years, with what is not known told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.genres import repository
from musaic.listening.analytics.charts.genres.repository import Group
from musaic.listening.analytics.charts.genres.schemas import (
    GenreItem,
    Genres,
    Period,
    ReleaseItem,
    Releases,
    ReleaseSong,
    Unknown,
)
from musaic.listening.analytics.charts.habits.service import rate
from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.pages import following, offset_of
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import Metric, Order

PERIODS: dict[Period, int] = {"year": 1, "decade": 10}
# Decades and years in a row; a wrong year in a file must not make a chart endless.
_MOST_PERIODS = 700


@dataclass(frozen=True)
class GenreQuery:
    """Which page of which list; ``whole`` also lists the songs without a genre, as the last row."""

    metric: Metric = "plays"
    order: Order = "desc"
    limit: int = 50
    cursor: str | None = None
    whole: bool = False


async def genres(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters = UNFILTERED,
    *,
    query: GenreQuery,
) -> Genres:
    """Return a page of the span's genres; raises InvalidCursorError."""
    metric, limit, offset = query.metric, query.limit, offset_of(query.cursor)
    found, everything = await repository.by_genre(session, user_id, span, filters)
    none = next((group for group in found if group.key is None), Group(None, 0, 0, 0))
    known = everything.plays - none.plays
    ranked = sorted(
        (group for group in found if group.key is not None), key=lambda group: _place(group, metric)
    )
    if query.order == "asc":
        ranked.reverse()
    page = ranked[offset : offset + limit + 1]
    items = [
        GenreItem(rank=rank, name=group.key, share=rate(group.plays, known), **_figures(group))
        for rank, group in enumerate(page[:limit], offset + 1)
    ]
    unknown = Unknown(share=rate(none.plays, everything.plays), **_figures(none))
    if query.whole and unknown.plays:
        items.append(GenreItem(rank=None, name=None, **unknown.model_dump()))
    return Genres(
        items=items,
        next_cursor=following(offset, limit, len(page)),
        plays=everything.plays,
        ms_played=everything.ms_played,
        unknown=unknown,
        definition="genres",
    )


async def names_of(session: AsyncSession, user_id: int, filters: Filters, *, limit: int) -> list[str]:
    """Return the genres of what passes, of all time, those with most plays first."""
    groups, _ = await repository.by_genre(session, user_id, Span(), filters)
    known = sorted((group for group in groups if group.key), key=lambda group: _place(group, "plays"))
    return [group.key for group in known[:limit]]


async def released(session: AsyncSession, user_id: int, filters: Filters) -> tuple[int | None, int | None]:
    """Return the first and the last year of release of what passes, of all time."""
    years = [group.key for group in await repository.by_year(session, user_id, Span(), filters) if group.key]
    return min(years, default=None), max(years, default=None)


async def releases(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters = UNFILTERED,
    *,
    period: Period,
    metric: Metric = "plays",
    whole: bool = False,
) -> Releases:
    """Return the span's plays by year or decade of release; ``whole`` also lists those of no known year."""
    found = await repository.by_year(session, user_id, span, filters)
    years = PERIODS[period]
    best = await repository.best_of_years(
        session, user_id, span, filters, years=years, by_time=metric == "time"
    )
    none = next((group for group in found if group.key is None), Group(None, 0, 0, 0))
    known = sorted((group for group in found if group.key is not None), key=lambda group: int(group.key))
    total = _sum(None, found)
    items = []
    for group in _filled(known, years):
        song = best.get(group.key)
        items.append(
            ReleaseItem(
                start=group.key,
                share=rate(group.plays, total.plays - none.plays),
                song=ReleaseSong(rank=1, **song) if song else None,
                **_figures(group),
            )
        )
    unknown = Unknown(share=rate(none.plays, total.plays), **_figures(none))
    if whole and unknown.plays:
        items.append(ReleaseItem(start=None, song=None, **unknown.model_dump()))
    return Releases(
        period=period,
        items=items,
        plays=total.plays,
        ms_played=total.ms_played,
        median_year=_median(known, metric),
        unknown=unknown,
        definition="release-years",
    )


def _place(group: Group, metric: Metric) -> tuple[int, int, str]:
    figures = (-group.plays, -group.ms_played) if metric == "plays" else (-group.ms_played, -group.plays)
    return *figures, group.key


def _figures(group: Group) -> dict[str, int]:
    return {"plays": group.plays, "ms_played": group.ms_played, "tracks": group.tracks}


def _sum(key: int | None, groups: Iterable[Group]) -> Group:
    plays = ms_played = tracks = 0
    for group in groups:
        plays, ms_played, tracks = plays + group.plays, ms_played + group.ms_played, tracks + group.tracks
    return Group(key, plays, ms_played, tracks)


def _filled(known: Sequence[Group], years: int) -> list[Group]:
    """Return every period from the first to the last, the latest ones where there are too many."""
    periods: dict[int, list[Group]] = defaultdict(list)
    for group in known:
        periods[group.key // years * years].append(group)
    if not periods:
        return []
    starts = range(min(periods), max(periods) + 1, years)
    return [_sum(start, periods.get(start, ())) for start in starts[-_MOST_PERIODS:]]


def _median(known: Sequence[Group], metric: Metric) -> int | None:
    weights = [group.plays if metric == "plays" else group.ms_played for group in known]
    passed, half = 0, sum(weights) / 2
    for group, weight in zip(known, weights, strict=True):
        passed += weight
        if passed >= half and half:
            return int(group.key)
    return None
