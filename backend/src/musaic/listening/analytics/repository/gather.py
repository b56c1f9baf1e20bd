"""Gathering what a span has of tracks, artists, albums or hours: sheets of months, and the rows beside them.

Import it where it is used: numpy costs a start.
"""

# ruff: noqa: S608  every name in these statements is a constant of this package

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.columns import packed
from musaic.listening.analytics.repository.heard import Figures, Heard, added_up, received
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import NO_FILTER, Entity

_SHEET: dict[Entity, tuple[str, str, str]] = {
    "track": ("track_ids", "track_plays", "track_ms"),
    "album": ("album_ids", "track_plays", "track_ms"),
    "artist": ("artist_ids", "artist_plays", "artist_ms"),
}
_CELLS = ("cells", "cell_plays", "cell_ms")
_FIGURES = ("plays", "ms_played")
# Ids, plays and time; an id may come again.
Columns = list[Figures]
Pieces = dict[Entity, list[Columns]]


def _sent(columns: Sequence[str], rows: str, key: str = "") -> TextClause:
    arrays = packed(*columns)
    if key:
        return text(f"SELECT {key}, {arrays} FROM ({rows}) found GROUP BY 1")
    return text(f"SELECT {arrays} FROM ({rows}) found")


@lru_cache
def _sheets(columns: tuple[str, ...]) -> TextClause:
    return text(
        f"SELECT month, track_ids IS NULL, {', '.join(columns)} FROM month_sheet "
        "WHERE user_id = :user_id AND month >= :month_from AND month < :month_until"
    )


@lru_cache
def _rows(keys: tuple[str, ...], shape: Shape) -> TextClause:
    rows = spans.everybody(shape) if "artist_id" in keys else spans.songs(shape)
    return _sent((*keys, *_FIGURES), rows)


@lru_cache
def _cells() -> TextClause:
    return _sent(("cell", *_FIGURES), spans.cells())


@lru_cache
def _months(entity: Entity) -> TextClause:
    return _sent(("id", *_FIGURES), spans.open_months(entity), "month")


@lru_cache
def _totals(entity: Entity) -> TextClause:
    return _sent(
        (f"{entity}_id", *_FIGURES),
        f"SELECT * FROM {entity}_total WHERE user_id = :user_id AND plays >= :at_least",
    )


@lru_cache
def _passing(shape: Shape) -> TextClause:
    return _sent(("track_id", *_FIGURES), spans.passing_ever(shape))


@lru_cache
def _spread(entity: Entity, metric: Metric) -> TextClause:
    figure = "plays" if metric == "plays" else "ms_played"
    return _sent((figure,), f"SELECT {figure} FROM {entity}_total WHERE user_id = :user_id")


async def heard(
    session: AsyncSession,
    user_id: int,
    span: Span,
    entities: Sequence[Entity],
    filters: Filters = UNFILTERED,
) -> dict[Entity, Heard]:
    """Return what the span has of each of ``entities``.

    What is left out is mostly little, so it is read and taken from the whole.
    """
    if filters.exclude.kinds and not filters.only.kinds:
        whole = await heard(session, user_id, span, entities)
        left_out = await heard(session, user_id, span, entities, Filters(only=filters.exclude))
        return {entity: one.less(left_out[entity]) for entity, one in whole.items()}
    if span.whole and not filters:
        return {entity: await ever_heard(session, user_id, entity) for entity in entities}
    values = spans.span_values(user_id, span, filters)
    if span.whole and list(entities) == ["track"] and spans.has_totals(filters.shape):
        return {"track": Heard(*await _arrays(session, _passing(filters.shape), values))}
    pieces: Pieces = {entity: [] for entity in entities}
    values["open"] = [] if filters else await _add_sheets(session, values, pieces)
    if filters or spans.has_rows(values):
        await _add_rows(session, values, pieces, filters.shape)
    return {entity: _joined(own) for entity, own in pieces.items()}


async def ever_heard(session: AsyncSession, user_id: int, entity: Entity, *, at_least: int = 1) -> Heard:
    """Return what all time has of ``entity``, played ``at_least`` so often."""
    return Heard(*await _arrays(session, _totals(entity), {"user_id": user_id, "at_least": at_least}))


async def spread(session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric) -> Figures:
    """Return the figure of each of ``entity`` that the span has, in no order."""
    if span.whole:
        return (await _arrays(session, _spread(entity, metric), {"user_id": user_id}))[0]
    found = (await heard(session, user_id, span, [entity]))[entity]
    return found.plays if metric == "plays" else found.ms


async def cells(session: AsyncSession, user_id: int, span: Span) -> Heard:
    """Return what the span has of each hour of the week, weekday * 24 + hour."""
    values = spans.span_values(user_id, span)
    sheets, values["open"] = await _read_sheets(session, values, _CELLS)
    pieces = [[sheet[name] for name in _CELLS] for sheet in sheets.values()]
    if spans.has_rows(values):
        pieces.append(await _arrays(session, _cells(), values))
    return added_up(*_concatenated(pieces))


async def by_month(
    session: AsyncSession, user_id: int, months: tuple[date, date], entity: Entity
) -> dict[date, Heard]:
    """Return what each month has of ``entity``, from the first of ``months`` until the second."""
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    found, unread = await _read_sheets(session, values, _SHEET[entity])
    sheets = {month: [sheet[name] for name in _SHEET[entity]] for month, sheet in found.items()}
    if unread:
        rows = await session.execute(_months(entity), {"user_id": user_id, "open": unread})
        sheets |= {month: [received(sent) for sent in columns] for month, *columns in rows}
    return {month: _joined([columns]) for month, columns in sheets.items()}


async def _arrays(session: AsyncSession, statement: TextClause, values: Mapping[str, Any]) -> Columns:
    return [received(sent) for sent in (await session.execute(statement, values)).one()]


async def _read_sheets(
    session: AsyncSession, values: Mapping[str, Any], columns: Sequence[str]
) -> tuple[dict[date, dict[str, Figures]], list[date]]:
    """Return these columns of the sheets, and the months whose sheets are empty."""
    sheets, unread = dict[date, dict[str, Figures]](), list[date]()
    if values["month_from"] >= values["month_until"]:
        return sheets, unread
    names = tuple(columns)
    for month, is_open, *sent in await session.execute(_sheets(names), values):
        if is_open:
            unread.append(month)
        else:
            sheets[month] = dict(zip(names, map(received, sent), strict=True))
    return sheets, unread


async def _add_sheets(session: AsyncSession, values: Mapping[str, Any], pieces: Pieces) -> list[date]:
    """Add the months of the span; return those whose sheets are empty."""
    # What tracks and albums share is read once.
    names = dict.fromkeys(name for entity in pieces for name in _SHEET[entity])
    sheets, unread = await _read_sheets(session, values, tuple(names))
    for entity, own in pieces.items():
        own += [[sheet[name] for name in _SHEET[entity]] for sheet in sheets.values()]
    return unread


async def _add_rows(
    session: AsyncSession, values: Mapping[str, Any], pieces: Pieces, shape: Shape = NO_FILTER
) -> None:
    """Add what sheets do not have: open months and days, or all that passes filters."""
    keys = tuple(f"{entity}_id" for entity in pieces)
    *ids, plays, ms = await _arrays(session, _rows(keys, shape), values)
    for own, column in zip(pieces.values(), ids, strict=True):
        own.append([column, plays, ms])


def _concatenated(pieces: Sequence[Columns]) -> Columns:
    return [np.concatenate(column) for column in zip(*pieces, strict=True)] or [received(None)] * 3


def _joined(pieces: Sequence[Columns]) -> Heard:
    """Add the pieces up, but what is of none (0)."""
    columns = _concatenated(pieces)
    known = columns[0] != 0
    return added_up(*(column[known] for column in columns))
