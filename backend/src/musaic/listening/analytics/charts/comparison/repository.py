"""What changed most between two spans."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from functools import lru_cache
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity, Reach, figures, named, reach_of, span_values


@lru_cache
def _changes(entity: Entity, reaches: tuple[Reach, Reach]) -> TextClause:
    """Compare plays a day, for the spans may differ in length; what fell has negative changes."""
    change = (
        "coalesce(b.plays, 0) * cast(:weight_b AS float8) - coalesce(a.plays, 0) * cast(:weight_a AS float8)"
    )
    page = f"""
        WITH both_spans AS MATERIALIZED (
            SELECT coalesce(a.id, b.id) AS id, coalesce(a.plays, 0) AS plays_a,
                coalesce(b.plays, 0) AS plays_b,
                round(cast({change} AS numeric), 3)::float8 AS change
            FROM ({figures(entity, prefix="a_", reach=reaches[0])}) a
            FULL JOIN ({figures(entity, prefix="b_", reach=reaches[1])}) b ON b.id = a.id
        )
        (SELECT * FROM both_spans WHERE change > 0 ORDER BY change DESC, id LIMIT :limit) UNION ALL
        (SELECT * FROM both_spans WHERE change < 0 ORDER BY change, id LIMIT :limit)
    """
    return text(named(entity, page, "abs(page.change) DESC, page.id"))


async def changes(
    session: AsyncSession,
    user_id: int,
    spans: tuple[Span, Span],
    entity: Entity,
    *,
    weights: tuple[float, float],
    limit: int,
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays_a, plays_b, change}`` of the ``limit`` that rose and that fell most.

    The greatest change comes first, whatever its sign.
    """
    reaches = (await reach_of(session, user_id, spans[0]), await reach_of(session, user_id, spans[1]))
    values = {
        **span_values(user_id, spans[0], prefix="a_"),
        **span_values(user_id, spans[1], prefix="b_"),
        "weight_a": weights[0],
        "weight_b": weights[1],
        "limit": limit,
    }
    result = await session.execute(_changes(entity, reaches), values)
    return [dict(row) for row in result.mappings()]
