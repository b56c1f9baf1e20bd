"""All that a span has of tracks, artists or albums, as arrays: to be counted, ranked and compared at once.

Import it where it is used: numpy costs a start.
"""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span, parts
from musaic.listening.analytics.repository.spans import (
    NO_FILTER,
    Entity,
    Reach,
    counted,
    figures,
    reach_of,
    rows,
    span_values,
)
from musaic.listening.analytics.repository.top import Metric

Figures = npt.NDArray[np.int64]
# The id, plays and time of each, best first.
Best = list[tuple[int, int, int]]
# How PostgreSQL sends an array: dimensions, a flag, the type, length, lower bound, then each with its size.
_HEAD_BYTES = 20
_ELEMENT = np.dtype([("size", ">i4"), ("value", ">i8")])


def received(sent: bytes | None) -> Figures:
    """Return an array of bigints as ``array_send`` gives it: far faster than a list of integers."""
    if sent is None:
        return np.empty(0, np.int64)
    return np.frombuffer(sent, _ELEMENT, offset=_HEAD_BYTES)["value"].astype(np.int64)


@dataclass(frozen=True)
class Heard:
    """Each of them once, in no order."""

    ids: Figures
    plays: Figures
    ms: Figures

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def only(self, ids: Figures) -> "Heard":
        """Return those of them that are among ``ids``."""
        left = np.isin(self.ids, ids)
        return Heard(self.ids[left], self.plays[left], self.ms[left])

    def without(self, ids: Figures) -> "Heard":
        """Return those of them that are not among ``ids``."""
        left = ~np.isin(self.ids, ids)
        return Heard(self.ids[left], self.plays[left], self.ms[left])

    def least(self, metric: Metric, top: int) -> int:
        """Return the figure that one of the top has at least; 0 while there are fewer."""
        lead = self.plays if metric == "plays" else self.ms
        return int(np.partition(lead, -top)[-top]) if len(lead) > top else 0

    def best(self, metric: Metric, top: int) -> Best:
        """Return the top, of what has plays; ties by the other figure, then by id."""
        lead, other = (self.plays, self.ms) if metric == "plays" else (self.ms, self.plays)
        near = np.flatnonzero((lead >= self.least(metric, top)) & (self.plays > 0))
        order = near[np.lexsort((self.ids[near], -other[near], -lead[near]))][:top]
        columns = (column[order].tolist() for column in (self.ids, self.plays, self.ms))
        return list(zip(*columns, strict=True))


def _summed(ids: Figures, plays: Figures, ms: Figures) -> Heard:
    """Add up what comes several times. Floats are exact here: see ``sums``."""
    known, places = np.unique(ids, return_inverse=True)
    sums = (np.bincount(places, figures).astype(np.int64) for figures in (plays, ms))
    return Heard(known, *sums)


def _sent(columns: Sequence[str], rows_of: str) -> TextClause:
    arrays = ", ".join(f"array_send(array_agg({one}::bigint))" for one in columns)
    return text(f"SELECT {arrays} FROM ({rows_of}) found")


@lru_cache
def _as_they_are(entity: Entity, shape: Shape, reach: Reach) -> TextClause:
    return _sent(("id", "plays", "ms_played"), figures(entity, shape, reach=reach))


@lru_cache
def _songs(columns: tuple[str, ...], shape: Shape = NO_FILTER, *, days: bool = True) -> TextClause:
    return _sent(columns, counted(shape, days=days))


@lru_cache
def _artists(columns: tuple[str, ...], shape: Shape = NO_FILTER) -> TextClause:
    return _sent(columns, rows("artist", [""], shape))


async def _read(session: AsyncSession, statement: TextClause, values: Mapping[str, Any]) -> list[Figures]:
    return [received(sent) for sent in (await session.execute(statement, values)).one()]


async def _rows(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entities: Sequence[Entity],
    filters: Filters,
    columns: tuple[str, ...] = (),
) -> dict[Entity, list[Figures]]:
    """Return the ids of ``entities`` and these ``columns`` as months and days have them: ids come again."""
    values, shape = span_values(user_id, span, filters), filters.shape
    found: dict[Entity, list[Figures]] = {}
    of_songs = [entity for entity in entities if entity != "artist"]
    if of_songs:
        keys = (f"{entity}_id" for entity in of_songs)
        songs = _songs((*keys, *columns), shape, days=not parts(span).months_alone)
        read = await _read(session, songs, values)
        for entity, own in zip(of_songs, read[: len(of_songs)], strict=True):
            found[entity] = [column[own != 0] for column in (own, *read[len(of_songs) :])]
    if "artist" in entities:
        found["artist"] = await _read(session, _artists(("id", *columns), shape), values)
    return found


async def heard(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entities: Sequence[Entity],
    filters: Filters = UNFILTERED,
) -> dict[Entity, Heard]:
    """Return what the span has of each of ``entities``.

    Its rows are added up here: the server would need as long again for each kind.
    """
    reach = await reach_of(session, user_id, span, filters)
    if reach is Reach.WITHIN:
        found = await _rows(session, user_id, span, entities, filters, ("plays", "ms_played"))
        return {entity: _summed(*columns) for entity, columns in found.items()}
    values = span_values(user_id, span, filters)
    return {
        entity: Heard(*await _read(session, _as_they_are(entity, filters.shape, reach), values))
        for entity in entities
    }


async def ids(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entities: Sequence[Entity],
    filters: Filters = UNFILTERED,
) -> dict[Entity, Figures]:
    """Return the ids of what the span has of each of ``entities``; it must not be most of a history."""
    found = await _rows(session, user_id, span, entities, filters)
    return {entity: np.unique(own) for entity, (own,) in found.items()}
