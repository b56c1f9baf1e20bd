"""Sessions and repeats of a span, from their tables."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from typing import Any, Literal

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span

SessionOrder = Literal["newest", "oldest", "longest", "shortest", "most_plays"]
_LONG = "ended_at - started_at"
_ORDERS: dict[SessionOrder, str] = {
    "newest": "local_date DESC, started_at DESC",
    "oldest": "local_date, started_at",
    "longest": f"{_LONG} DESC, started_at DESC",
    "shortest": f"{_LONG}, started_at DESC",
    "most_plays": "plays DESC, started_at DESC",
}
_MS = "(extract(epoch FROM {0}) * 1000)::bigint"
_WHERE = "FROM listening_session WHERE user_id = :user_id AND local_date BETWEEN :first AND :last"
_FIGURES = text(
    f"SELECT count(*) AS count, coalesce(sum(plays), 0)::bigint AS plays, "
    f"coalesce({_MS.format(f'sum({_LONG})')}, 0) AS ms_long, "
    f"coalesce({_MS.format(f'max({_LONG})')}, 0) AS longest_ms {_WHERE}"
)
# How long it was in milliseconds is a decimal: reckoned of the page alone, not of all sessions.
_PAGES: dict[SessionOrder, TextClause] = {
    order: text(
        f"SELECT started_at, ended_at, local_date AS day, plays, ms_played, {_MS.format(_LONG)} AS ms_long "
        f"FROM (SELECT * {_WHERE} ORDER BY {keys} LIMIT :limit OFFSET :offset) page ORDER BY {keys}"
    )
    for order, keys in _ORDERS.items()
}
_ON_REPEAT = {
    metric: text(
        f"""
        SELECT page.*, t.title AS name, a.name AS artist FROM (
            SELECT track_id AS id, count(*) AS days, sum(plays)::bigint AS plays,
                sum(ms_played)::bigint AS ms_played,
                (max(ARRAY[plays, -(local_date - date '2000-01-01')])) AS best
            FROM repeat_day
            WHERE user_id = :user_id AND local_date BETWEEN :first AND :last
            GROUP BY track_id
            ORDER BY {keys}, track_id LIMIT :limit OFFSET :offset
        ) page
        JOIN track t ON t.id = page.id JOIN artist a ON a.id = t.artist_id
        ORDER BY page.{keys.replace(", ", ", page.")}, page.id
        """
    )
    for metric, keys in {"plays": "plays DESC, ms_played DESC", "time": "ms_played DESC, plays DESC"}.items()
}


def _values(user_id: int, span: Span) -> dict[str, Any]:
    return {"user_id": user_id, "first": span.first, "last": span.last}


async def session_figures(session: AsyncSession, user_id: int, span: Span) -> dict[str, int]:
    """Return count, plays, ms_long and longest_ms of the sessions that began in the span."""
    row = (await session.execute(_FIGURES, _values(user_id, span))).mappings().one()
    return {name: int(value) for name, value in row.items()}


async def sessions(
    session: AsyncSession, user_id: int, span: Span, order: SessionOrder, *, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Return a page of the sessions that began in the span."""
    values = {**_values(user_id, span), "limit": limit, "offset": offset}
    return [dict(row) for row in (await session.execute(_PAGES[order], values)).mappings()]


async def on_repeat(
    session: AsyncSession, user_id: int, span: Span, metric: str, *, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Return tracks with ``days, plays, ms_played, best`` (plays, minus days since 2000) of their repeats."""
    values = {**_values(user_id, span), "limit": limit, "offset": offset}
    return [dict(row) for row in (await session.execute(_ON_REPEAT[metric], values)).mappings()]
