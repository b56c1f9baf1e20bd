"""Top lists: from totals for all time, else from months and edge days."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import Select, Subquery, bindparam, func, literal, select, text, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import Album, Artist, Track
from musaic.listening.analytics.filters import UNFILTERED, Filters, Shape
from musaic.listening.analytics.models import AlbumTotal, ArtistTotal, MonthTotal, TrackTotal
from musaic.listening.analytics.ranges import Span, parts
from musaic.listening.analytics.repository.plays import conditions
from musaic.listening.models import Listen

Entity = Literal["track", "album", "artist"]
Metric = Literal["plays", "time"]
Order = Literal["asc", "desc"]

_TOTALS: dict[Entity, Any] = {
    "track": select(TrackTotal.track_id.label("id"), TrackTotal.plays, TrackTotal.ms_played).where(
        TrackTotal.user_id == bindparam("user_id")
    ),
    "album": select(AlbumTotal.album_id.label("id"), AlbumTotal.plays, AlbumTotal.ms_played).where(
        AlbumTotal.user_id == bindparam("user_id")
    ),
    "artist": select(ArtistTotal.artist_id.label("id"), ArtistTotal.plays, ArtistTotal.ms_played).where(
        ArtistTotal.user_id == bindparam("user_id")
    ),
}


def counted_rows(shape: Shape = UNFILTERED.shape) -> Subquery:
    """Return (track_id, album_id or 0, artist_id, plays, ms_played) of the span given by ``Parts``.

    What passes ``only`` is little and found by its index, so it is read from the listens alone.
    """
    if shape[0]:
        return union_all(_days("whole", shape)).subquery("counted")
    months = select(
        MonthTotal.track_id, MonthTotal.album_id, MonthTotal.artist_id, MonthTotal.plays, MonthTotal.ms_played
    ).where(
        MonthTotal.user_id == bindparam("user_id"),
        MonthTotal.month >= bindparam("month_from"),
        MonthTotal.month < bindparam("month_until"),
        text(conditions(shape)),
    )
    return union_all(months, _days("head", shape), _days("tail", shape)).subquery("counted")


def _days(edge: str, shape: Shape) -> Any:
    return select(
        Listen.track_id,
        func.coalesce(Listen.album_id, 0).label("album_id"),
        Listen.artist_id,
        literal(1).label("plays"),
        func.coalesce(Listen.ms_played, 0).label("ms_played"),
    ).where(
        Listen.user_id == bindparam("user_id"),
        Listen.counted,
        Listen.local_date >= bindparam(f"{edge}_first"),
        Listen.local_date <= bindparam(f"{edge}_last"),
        text(conditions(shape)),
    )


def ranged(entity: Entity, shape: Shape = UNFILTERED.shape) -> Select[Any]:
    """Return the query of (id, plays, ms_played) of the span given by ``Parts``."""
    rows = counted_rows(shape)
    key = rows.c[f"{entity}_id"]
    return (
        select(
            key.label("id"),
            func.sum(rows.c.plays).label("plays"),
            func.sum(rows.c.ms_played).label("ms_played"),
        )
        .where(key != 0)
        .group_by(key)
    )


@lru_cache(maxsize=512)
def _top(entity: Entity, metric: Metric, order: Order, shape: Shape, *, whole: bool) -> Select[Any]:
    """Sort by the metric, then by the other one, then by id; ``asc`` is exactly the reverse.

    Each is built once: building a statement costs a quarter of such a request.
    """
    figures = (_TOTALS[entity] if whole else ranged(entity, shape)).subquery("figures")
    first, second = (figures.c.plays, figures.c.ms_played)[:: 1 if metric == "plays" else -1]
    keys = (first.desc(), second.desc(), figures.c.id)
    if order == "asc":
        keys = (first.asc(), second.asc(), figures.c.id.desc())
    page = select(figures).order_by(*keys).limit(bindparam("limit")).offset(bindparam("offset"))
    return named(entity, page.subquery("page"))


def named(entity: Entity, page: Subquery) -> Select[Any]:
    """Return the query of (id, name, artist, plays, ms_played) of a page of ids."""
    figures = (page.c.plays, page.c.ms_played)
    if entity == "artist":
        return select(page.c.id, Artist.name, literal(None).label("artist"), *figures).join(
            Artist, Artist.id == page.c.id
        )
    own, name = (Track, Track.title) if entity == "track" else (Album, Album.name)
    return (
        select(page.c.id, name.label("name"), Artist.name.label("artist"), *figures)
        .join(own, own.id == page.c.id)
        .join(Artist, Artist.id == own.artist_id)
    )


def span_values(user_id: int, span: Span) -> dict[str, Any]:
    """Return the parameters of ``counted_rows``, those of filters apart."""
    whole = {"whole_first": span.first, "whole_last": span.last}
    return {"user_id": user_id, **asdict(parts(span)), **whole}


@dataclass(frozen=True)
class TopQuery:
    """Which list: what is ranked, by which figure, from which end."""

    entity: Entity
    metric: Metric
    order: Order


async def top_items(
    session: AsyncSession,
    user_id: int,
    span: Span,
    query: TopQuery,
    *,
    limit: int,
    offset: int,
    filters: Filters = UNFILTERED,
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}``, sorted."""
    ever = span.whole and not filters
    values = {"user_id": user_id} if ever else {**span_values(user_id, span), **filters.values()}
    statement = _top(query.entity, query.metric, query.order, filters.shape, whole=ever)
    result = await session.execute(statement, {**values, "limit": limit, "offset": offset})
    # The join with the names may shuffle the page; it is short, so it is sorted again here.
    rows = [dict(row) for row in result.mappings()]
    first, second = ("plays", "ms_played") if query.metric == "plays" else ("ms_played", "plays")
    rows.sort(key=lambda row: (-row[first], -row[second], row["id"]), reverse=query.order == "asc")
    return rows
