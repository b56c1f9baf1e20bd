"""Shares, the Gini coefficient, and races."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.charts.standing import repository
from musaic.listening.analytics.charts.standing.schemas import (
    Concentration,
    LorenzPoint,
    Race,
    RaceEntry,
    TopShare,
)
from musaic.listening.analytics.ranges import Span, next_month
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.analytics.repository.top import Metric

TOPS = (1, 5, 10, 20, 50, 100)
# Points of the curve, besides its ends.
POINTS = 50
_DIGITS = 6
Counts = NDArray[np.int64]


async def concentration(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> Concentration:
    """Return how unevenly the span's plays (or time) are spread over tracks, artists or albums."""
    spread = await repository.spread(session, user_id, span, entity, metric)
    if not spread or not sum(figure * count for figure, count in spread):
        return Concentration(count=0, total=0, gini=None, shares=[], items=[], definition="concentration")
    figures = np.repeat([figure for figure, _ in spread], [count for _, count in spread]).astype(np.int64)
    number, total = len(figures), int(figures.sum())
    # The least played first, so that the curve lies below the diagonal.
    so_far = np.concatenate([[0], np.cumsum(figures)])
    marks = sorted({round(number * step / POINTS) for step in range(POINTS + 1)})
    return Concentration(
        count=number,
        total=total,
        gini=_gini(figures, total),
        shares=[
            TopShare(top=top, share=round(1 - int(so_far[number - top]) / total, _DIGITS))
            for top in TOPS
            if top <= number
        ],
        items=[
            LorenzPoint(part=round(mark / number, _DIGITS), share=round(int(so_far[mark]) / total, _DIGITS))
            for mark in marks
        ],
        definition="concentration",
    )


def _gini(figures: Counts, total: int) -> float:
    """Return the mean difference between two of them, over twice the mean."""
    number = len(figures)
    weights = 2 * np.arange(1, number + 1, dtype=np.float64) - number - 1
    return round(float((weights * figures).sum() / (number * total)), _DIGITS)


async def race(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entity: Entity,
    metric: Metric,
    *,
    frame: repository.Frame,
    cumulative: bool,
    top: int,
) -> Race:
    """Return the best ``top`` of each month or year that the span touches, each counted as a whole."""
    frames = await repository.frames(session, user_id, entity, frame, _whole(span, frame))
    ranked = _ranked(frames, metric, cumulative=cumulative, top=top)
    ids = sorted({one[0] for _, best in ranked for one in best})
    names = await repository.names(session, entity, ids)
    items, before = [], dict[int, int]()
    for start, best in ranked:
        now = {key: rank for rank, (key, _, _) in enumerate(best, 1)}
        for key, plays, ms in best:
            name, artist = names[key]
            moved = before[key] - now[key] if key in before else None
            items.append(
                RaceEntry(
                    start=start,
                    rank=now[key],
                    id=key,
                    name=name,
                    artist=artist,
                    plays=plays,
                    ms_played=ms,
                    moved=moved,
                )
            )
        before = now
    return Race(items=items, cumulative=cumulative, definition="race")


def _whole(span: Span, frame: repository.Frame) -> tuple[date, date]:
    first, last = span.first.replace(day=1), span.last.replace(day=1)
    if frame == "year":
        first, last = first.replace(month=1), last.replace(month=12)
    return first, next_month(last)


def _ranked(
    frames: Sequence[tuple[date, list[int], list[int], list[int]]],
    metric: Metric,
    *,
    cumulative: bool,
    top: int,
) -> list[tuple[date, list[tuple[int, int, int]]]]:
    """Return (start, the best of (id, plays, ms)) of each frame; ties by the other figure, then by id."""
    if not frames:
        return []
    ids = np.unique(np.concatenate([np.asarray(found, np.int64) for _, found, _, _ in frames]))
    sums = np.zeros((2, len(ids)), np.int64)
    lead = 0 if metric == "plays" else 1
    ranked = []
    for start, found, plays, ms in frames:
        places = np.searchsorted(ids, found)
        if not cumulative:
            sums[:] = 0
        sums[0, places] += np.asarray(plays, np.int64)
        sums[1, places] += np.asarray(ms, np.int64)
        least = np.sort(sums[lead])[-top] if len(ids) > top else 0
        near = np.flatnonzero((sums[lead] >= least) & (sums[0] > 0))
        order = np.lexsort((ids[near], -sums[1 - lead, near], -sums[lead, near]))[:top]
        best = [(int(ids[place]), int(sums[0, place]), int(sums[1, place])) for place in near[order]]
        ranked.append((start, best))
    return ranked
