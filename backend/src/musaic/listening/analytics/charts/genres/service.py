"""Ranks and shares of genres and release years, with what is not known told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.genres.repository import labels
from musaic.listening.analytics.charts.genres.repository.labels import UNKNOWN, Told
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
from musaic.listening.analytics.repository.ranking import Metric, Order

PERIODS: dict[Period, int] = {"year": 1, "decade": 10}
# Decades and years in a row; a wrong year in a file must not make a chart endless.
_MOST_PERIODS = 700


class Group(NamedTuple):
    """The figures of one year or decade of release."""

    start: int
    plays: int
    ms_played: int


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
    told = await labels.told(session, user_id, span, "genre", filters)

    (plays, ms_played), (plays_unknown, ms_unknown) = told[None], told.get(UNKNOWN, (0, 0))
    ranked = _ranked(told, metric)
    if query.order == "asc":
        ranked.reverse()
    page = ranked[offset : offset + limit + 1]
    items = [
        GenreItem(
            rank=rank,
            name=name,
            plays=told[name][0],
            ms_played=told[name][1],
            share=rate(told[name][0], plays - plays_unknown),
        )
        for rank, name in enumerate(page[:limit], offset + 1)
    ]
    unknown = Unknown(plays=plays_unknown, ms_played=ms_unknown, share=rate(plays_unknown, plays))
    if query.whole and unknown.plays:
        items.append(GenreItem(rank=None, name=None, **unknown.model_dump()))
    return Genres(
        items=items,
        next_cursor=following(offset, limit, len(page)),
        plays=plays,
        ms_played=ms_played,
        unknown=unknown,
        definition="genres",
    )


async def names_of(session: AsyncSession, user_id: int, filters: Filters, *, limit: int) -> list[str]:
    """Return the genres of what passes, of all time, those with most plays first."""
    return _ranked(await labels.told(session, user_id, Span(), "genre", filters), "plays")[:limit]


async def released(session: AsyncSession, user_id: int, filters: Filters) -> tuple[int | None, int | None]:
    """Return the first and the last year of release of what passes, of all time."""
    years = [int(label) for label in await labels.told(session, user_id, Span(), "year", filters) if label]
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
    told = await labels.told(session, user_id, span, "year", filters)
    from musaic.listening.analytics.charts.genres.repository import best  # noqa: PLC0415  numpy costs a start

    (plays, ms_played), (plays_unknown, ms_unknown) = told[None], told.get(UNKNOWN, (0, 0))
    known = sorted(Group(int(label), *figures) for label, figures in told.items() if label)
    years, starts = PERIODS[period], [group.start for group in known]
    songs = await best.of_years(
        session, user_id, span, filters, known=starts, years=years, by_time=metric == "time"
    )
    items = []
    for group in _filled(known, years):
        song = songs.get(group.start)
        items.append(
            ReleaseItem(
                share=rate(group.plays, plays - plays_unknown),
                song=ReleaseSong(rank=1, **song) if song else None,
                **group._asdict(),
            )
        )
    unknown = Unknown(plays=plays_unknown, ms_played=ms_unknown, share=rate(plays_unknown, plays))
    if whole and unknown.plays:
        items.append(ReleaseItem(start=None, song=None, **unknown.model_dump()))
    return Releases(
        period=period,
        items=items,
        plays=plays,
        ms_played=ms_played,
        median_year=_median(known, metric),
        unknown=unknown,
        definition="release-years",
    )


def _ranked(told: Told, metric: Metric) -> list[str]:
    """Return the known genres, the most played first, equal ones by name."""

    def place(name: str) -> tuple[int, int, str]:
        plays, ms_played = told[name]
        return (-plays, -ms_played, name) if metric == "plays" else (-ms_played, -plays, name)

    return sorted((name for name in told if name), key=place)


def _sum(start: int, groups: Iterable[Group]) -> Group:
    figures = [(group.plays, group.ms_played) for group in groups]
    return Group(start, sum(plays for plays, _ in figures), sum(ms for _, ms in figures))


def _filled(known: Sequence[Group], years: int) -> list[Group]:
    """Return every period from the first to the last, the latest ones where there are too many."""
    periods: dict[int, list[Group]] = defaultdict(list)
    for group in known:
        periods[group.start // years * years].append(group)
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
            return group.start
    return None
