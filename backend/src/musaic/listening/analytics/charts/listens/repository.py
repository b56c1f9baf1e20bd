"""Plays one by one."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.filters import Filters, Shape
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.plays import conditions, values

ListenOrder = Literal["newest", "oldest"]
# Where a page ends: its last local day, moment and id.
Place = tuple[date, datetime, int]


@lru_cache
def _page(order: ListenOrder, shape: Shape, *, further: bool) -> TextClause:
    """Read along the index of days; within a day few rows are sorted."""
    down, than = (" DESC", "<") if order == "newest" else ("", ">")
    after = f"AND (local_date, played_at, id) {than} (:day, :at, :id) " if further else ""
    return text(
        "SELECT p.*, t.title AS track, a.name AS artist, o.name AS album FROM ("
        "SELECT id, local_date, played_at AS at, track_id, artist_id, album_id, ms_played, source, client "
        "FROM listen WHERE user_id = :user_id AND counted AND local_date BETWEEN :first AND :last "
        f"AND {conditions(shape)} {after}"
        f"ORDER BY local_date{down}, played_at{down}, id{down} LIMIT :limit"
        ") p JOIN track t ON t.id = p.track_id JOIN artist a ON a.id = p.artist_id "
        "LEFT JOIN album o ON o.id = p.album_id "
        f"ORDER BY p.local_date{down}, p.at{down}, p.id{down}"
    )


async def page(
    session: AsyncSession,
    user_id: int,
    span: Span,
    filters: Filters,
    order: ListenOrder,
    *,
    after: Place | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return up to ``limit`` plays after a place."""
    bound = {**values(user_id, span, filters), "limit": limit}
    if after is not None:
        bound |= {"day": after[0], "at": after[1], "id": after[2]}
    result = await session.execute(_page(order, filters.shape, further=after is not None), bound)
    return [dict(row) for row in result.mappings()]


_OWN = text("SELECT EXISTS (SELECT FROM listen WHERE user_id = :user_id AND id = :id)")
_DELETE = text("DELETE FROM listen WHERE user_id = :user_id AND id = :id")
# What only this one had hidden counts again.
_SHOW = text(
    "UPDATE listen SET twin_of = NULL, counted = is_play AND excluded_by IS NULL "
    "WHERE user_id = :user_id AND twin_of = :id RETURNING id"
)


async def is_own(session: AsyncSession, user_id: int, listen_id: int) -> bool:
    """Tell whether the user has this listen."""
    return bool((await session.execute(_OWN, {"user_id": user_id, "id": listen_id})).scalar_one())


async def delete(session: AsyncSession, user_id: int, listen_id: int) -> list[int]:
    """Delete a listen; return those that it had hidden as repeats, which show again."""
    keys = {"user_id": user_id, "id": listen_id}
    shown = list((await session.execute(_SHOW, keys)).scalars())
    await session.execute(_DELETE, keys)
    return shown
