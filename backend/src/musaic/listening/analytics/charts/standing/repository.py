"""The spread of plays over music, and top lists month by month."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from functools import lru_cache
from typing import Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import spans
from musaic.listening.analytics.repository.spans import GUESTS, Entity, named, span_values
from musaic.listening.analytics.repository.top import Metric

Frame = Literal["month", "year"]


@lru_cache
def _spread(entity: Entity, metric: Metric, *, ever: bool) -> TextClause:
    """Count how many have each number of plays: they repeat so much that few rows come back."""
    if ever:
        source = f"SELECT plays, ms_played FROM {entity}_total WHERE user_id = :user_id"
    else:
        source = spans.figures(entity)
    figure = "plays" if metric == "plays" else "ms_played"
    return text(f"SELECT {figure} AS figure, count(*) FROM ({source}) spread GROUP BY 1 ORDER BY 1")


async def spread(
    session: AsyncSession, user_id: int, span: Span, entity: Entity, metric: Metric
) -> list[tuple[int, int]]:
    """Return (figure, how many have it), smallest first."""
    result = await session.execute(_spread(entity, metric, ever=span.whole), span_values(user_id, span))
    return [(int(figure), int(count)) for figure, count in result]


@lru_cache
def _frames(entity: Entity, frame: Frame) -> TextClause:
    start = f"date_trunc('{frame}', month)::date"
    months = (
        f"SELECT {start} AS start, track_id, album_id, artist_id, plays, ms_played FROM month_total "
        "WHERE user_id = :user_id AND month >= :month_from AND month < :month_until"
    )
    credited = (
        f"(SELECT start, artist_id, plays, ms_played FROM ({months}) own UNION ALL "
        f"SELECT start, g.artist_id, plays, ms_played FROM ({months}) own "
        f"JOIN {GUESTS} ON g.track_id = own.track_id) song"
    )
    key, source = {
        "track": ("track_id", f"({months}) song"),
        "album": ("album_id", f"({months}) song WHERE album_id <> 0"),
        "artist": (
            "artist_id",
            credited,
        ),
    }[entity]
    return text(
        "SELECT start, array_agg(id), array_agg(plays), array_agg(ms_played) FROM ("
        f"SELECT start, {key} AS id, sum(plays)::bigint AS plays, sum(ms_played)::bigint AS ms_played "
        f"FROM {source} GROUP BY 1, 2) found GROUP BY 1 ORDER BY 1"
    )


async def frames(
    session: AsyncSession, user_id: int, entity: Entity, frame: Frame, months: tuple[date, date]
) -> list[tuple[date, list[int], list[int], list[int]]]:
    """Return (start, ids, plays, ms_played) of each frame, for months from the first until the second."""
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    return [tuple(row) for row in await session.execute(_frames(entity, frame), values)]


def _names_of(entity: Entity) -> TextClause:
    return text(named(entity, "SELECT unnest(CAST(:ids AS bigint[])) AS id", "page.id"))


_NAMES: dict[Entity, TextClause] = {
    "track": _names_of("track"),
    "artist": _names_of("artist"),
    "album": _names_of("album"),
}


async def names(session: AsyncSession, entity: Entity, ids: list[int]) -> dict[int, tuple[str, str | None]]:
    """Return (name, artist) by id; they were found in the user's own history."""
    rows = await session.execute(_NAMES[entity], {"ids": ids})
    return {int(row["id"]): (row["name"], row["artist"]) for row in rows.mappings()}
