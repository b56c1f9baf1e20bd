"""Top lists: from totals for all time, else from months and edge days."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Select, Subquery, bindparam, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import Album, Artist, Track
from musaic.listening.analytics.models import AlbumTotal, ArtistTotal, MonthTotal, TrackTotal
from musaic.listening.analytics.ranges import Span, parts
from musaic.listening.models import Listen
from musaic.listening.names.models import SongArtist

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


def counted_rows() -> Subquery:
    """Return (track_id, album_id or 0, artist_id, plays, ms_played) of the span given by ``Parts``."""
    months = select(
        MonthTotal.track_id, MonthTotal.album_id, MonthTotal.artist_id, MonthTotal.plays, MonthTotal.ms_played
    ).where(
        MonthTotal.user_id == bindparam("user_id"),
        MonthTotal.month >= bindparam("month_from"),
        MonthTotal.month < bindparam("month_until"),
    )
    return union_all(months, _days("head"), _days("tail")).subquery("counted")


def _days(edge: str) -> Any:
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
    )


def _ranged(entity: Entity) -> Select[Any]:
    if entity == "artist":
        return _credited()
    rows = counted_rows()
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


def _credited() -> Select[Any]:
    """Give every credited artist of a song a full play."""
    tracks = _ranged("track").subquery("tracks")
    credit = SongArtist.__table__
    return (
        select(
            credit.c.artist_id.label("id"),
            func.sum(tracks.c.plays).label("plays"),
            func.sum(tracks.c.ms_played).label("ms_played"),
        )
        .join_from(tracks, credit, credit.c.track_id == tracks.c.id)
        .where(credit.c.user_id == bindparam("user_id"))
        .group_by(credit.c.artist_id)
    )


def _top(entity: Entity, metric: Metric, order: Order, *, whole: bool) -> Select[Any]:
    """Sort by the metric, then by the other one, then by id; ``asc`` is exactly the reverse."""
    figures = (_TOTALS[entity] if whole else _ranged(entity)).subquery("figures")
    first, second = (figures.c.plays, figures.c.ms_played)[:: 1 if metric == "plays" else -1]
    keys = (first.desc(), second.desc(), figures.c.id)
    if order == "asc":
        keys = (first.asc(), second.asc(), figures.c.id.desc())
    page = select(figures).order_by(*keys).limit(bindparam("limit")).offset(bindparam("offset"))
    return _named(entity, page.subquery("page"))


def _named(entity: Entity, page: Subquery) -> Select[Any]:
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


_ENTITIES: tuple[Entity, ...] = ("track", "album", "artist")
_METRICS: tuple[Metric, ...] = ("plays", "time")
_ORDERS: tuple[Order, ...] = ("asc", "desc")
# Built once: building a statement costs a quarter of such a request.
_STATEMENTS = {
    (entity, metric, order, whole): _top(entity, metric, order, whole=whole)
    for entity in _ENTITIES
    for metric in _METRICS
    for order in _ORDERS
    for whole in (True, False)
}


def span_values(user_id: int, span: Span) -> dict[str, Any]:
    """Return the parameters of ``counted_rows``."""
    return {"user_id": user_id, **asdict(parts(span))}


@dataclass(frozen=True)
class TopQuery:
    """Which list: what is ranked, by which figure, from which end."""

    entity: Entity
    metric: Metric
    order: Order


async def top_items(
    session: AsyncSession, user_id: int, span: Span, query: TopQuery, *, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played}``, sorted."""
    values = {"user_id": user_id} if span.whole else span_values(user_id, span)
    statement = _STATEMENTS[query.entity, query.metric, query.order, span.whole]
    result = await session.execute(statement, {**values, "limit": limit, "offset": offset})
    # The join with the names may shuffle the page; it is short, so it is sorted again here.
    rows = [dict(row) for row in result.mappings()]
    first, second = ("plays", "ms_played") if query.metric == "plays" else ("ms_played", "plays")
    rows.sort(key=lambda row: (-row[first], -row[second], row["id"]), reverse=query.order == "asc")
    return rows
