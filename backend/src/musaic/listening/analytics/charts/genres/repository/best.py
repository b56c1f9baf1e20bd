"""The most played song of each year or decade of release."""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called, top
from musaic.listening.analytics.repository.gather import heard
from musaic.listening.analytics.repository.heard import Best, Figures, Heard
from musaic.listening.analytics.repository.ranking import Metric

# Nearly every period has its best among the best songs of all; only then others are looked at.
_FIRST_LOOK = 500
_TOTALS = "SELECT track_id, plays, ms_played FROM track_total WHERE user_id = :user_id"
_THESE = text(f"{_TOTALS} AND track_id = ANY(:ids)")
_YEARS = "SELECT track_id, label::integer FROM song_label WHERE user_id = :user_id AND kind = 'year' AND {0}"
_OF_SONGS = text(_YEARS.format("track_id = ANY(:ids)"))
_OF_YEARS = text(_YEARS.format("label = ANY(:labels)"))


async def of_years(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters = UNFILTERED,
    *,
    known: Collection[int],
    years: int,
    by_time: bool,
) -> dict[int, dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}`` of the most played song of each run of ``years``.

    ``known`` are the years of release of what was played.
    """
    metric: Metric = "time" if by_time else "plays"
    songs = None
    if not span.whole or filters:
        songs = (await heard(session, user_id, span, ["track"], filters))["track"]
    if songs is None:
        first = await top.head(session, user_id, top.TopQuery("track", metric, "desc"), _FIRST_LOOK)
    else:
        first = songs.best(metric, _FIRST_LOOK)
    told = await session.execute(_OF_SONGS, {"user_id": user_id, "ids": [key for key, _, _ in first]})
    best = _best(first, told, years)
    labels = [str(year) for year in known if _start(year, years) not in best]
    if labels:
        rows = await session.execute(_OF_YEARS, {"user_id": user_id, "labels": labels})
        rare = {int(key): int(year) for key, year in rows}
        ids = np.fromiter(rare, np.int64)
        left = await _these(session, user_id, ids) if songs is None else songs.only(ids)
        best |= _best(left.best(metric, len(rare)), rare.items(), years)
    named = await called.with_names(session, "track", list(best.values()))
    return dict(zip(best, named, strict=True))


async def _these(session: AsyncSession, user_id: int, ids: Figures) -> Heard:
    """Return what all time has of these songs."""
    rows = await session.execute(_THESE, {"user_id": user_id, "ids": ids.tolist()})
    return Heard.of_rows([(key, plays, ms) for key, plays, ms in rows])


def _best(ranked: Best, told: Iterable[Any], years: int) -> dict[int, tuple[int, int, int]]:
    """Return the first of ``ranked`` in each run of ``years``, by its first year; ``told`` is (id, year)."""
    starts = {int(key): _start(year, years) for key, year in told}
    best: dict[int, tuple[int, int, int]] = {}
    for song in ranked:
        if song[0] in starts:
            best.setdefault(starts[song[0]], song)
    return best


def _start(year: int, years: int) -> int:
    return year // years * years
