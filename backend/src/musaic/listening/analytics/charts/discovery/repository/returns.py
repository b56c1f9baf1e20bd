"""The queries of rediscoveries."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called, sums
from musaic.listening.analytics.repository.spans import Entity, history_of, named, rows, span_values
from musaic.listening.analytics.repository.top import Metric, ranked_by

if TYPE_CHECKING:
    from musaic.listening.analytics.repository.heard import Heard

# The listens of one of them, for which there is an index.
_OF: dict[Entity, str] = {
    "track": "l.track_id = found.id",
    "album": "l.album_id = found.id",
    "artist": "l.track_id IN (SELECT track_id FROM song_artist WHERE user_id = :user_id "
    "AND artist_id = found.id)",
}
_OWN = "SELECT {0} FROM listen l WHERE l.user_id = :user_id AND l.counted AND {1} AND {2}"
# Nearly all at the head of a top list were there before: more are looked at only if they were not.
_MORE = 4


@lru_cache
def _before(entity: Entity) -> TextClause:
    return text(
        f"""
        SELECT found.id, plays_before FROM unnest(cast(:ids AS bigint[])) found (id) CROSS JOIN LATERAL (
            SELECT FROM {entity}_total t
            WHERE t.user_id = :user_id AND t.{entity}_id = found.id AND t.first_at < :quiet_from
        ) old CROSS JOIN LATERAL (
            {_OWN.format("count(*)", _OF[entity], "l.local_date <= :last_before")}
        ) before (plays_before) WHERE plays_before >= :at_least
        """
    )


@lru_cache
def _favourites(entity: Entity, metric: Metric) -> TextClause:
    order = ranked_by(metric, table="found")
    span = _OWN.format(
        "count(*), sum(l.ms_played)",
        _OF[entity],
        "l.local_date BETWEEN :in_whole_first AND :in_whole_last",
    )
    page = f"""
        SELECT * FROM (
            SELECT id, span.plays, coalesce(span.ms_played, 0)::bigint AS ms_played, plays_before FROM (
                SELECT id, {sums.PLAYS} AS plays_before FROM ({rows(entity, ["before_"])}) played
                WHERE NOT EXISTS (SELECT FROM ({rows(entity, ["quiet_"])}) quiet WHERE quiet.id = played.id)
                GROUP BY id HAVING {sums.PLAYS} >= :at_least
            ) found CROSS JOIN LATERAL ({span}) span (plays, ms_played) WHERE span.plays > 0
        ) found ORDER BY {order} LIMIT :limit
    """
    return text(named(entity, page, ranked_by(metric)))


async def returned(
    session: AsyncSession,
    user_id: int,
    query: tuple[Entity, Metric],
    span: Span,
    quiet: tuple[Span, datetime],
    *,
    at_least: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played, plays_before}`` of what came back in ``span``.

    It was not played in ``quiet`` (some days, and when they begin), but ``at_least`` so often before.
    One starts from what there is less of: the favourites of before, or the top list of the span.
    """
    before = Span(last=quiet[0].first - timedelta(days=1))
    bound: dict[str, Any] = {"at_least": at_least, "limit": limit}
    history = await history_of(session, user_id)
    if history and before.last - history.first < min(span.last, history.last) - span.first:
        for prefix, part in (("in_", span), ("quiet_", quiet[0]), ("before_", before)):
            bound |= span_values(user_id, part, prefix=prefix)
        result = await session.execute(_favourites(*query), bound)
        return [dict(row) for row in result.mappings()]
    bound |= {"user_id": user_id, "quiet_from": quiet[1], "last_before": before.last}
    return await _at_the_top(
        session, query, await _new_since(session, user_id, query[0], span, quiet[0]), bound
    )


async def _new_since(session: AsyncSession, user_id: int, entity: Entity, span: Span, quiet: Span) -> "Heard":
    """Return what the span has and the quiet days before it have not."""
    from musaic.listening.analytics.repository import heard  # noqa: PLC0415  numpy costs a start

    found = (await heard.heard(session, user_id, span, [entity]))[entity]
    return found.without((await heard.ids(session, user_id, quiet, [entity]))[entity])


async def _at_the_top(
    session: AsyncSession, query: tuple[Entity, Metric], heard: "Heard", bound: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the first of the top list of ``heard`` that were played before."""
    found, looked_at, top = list[dict[str, Any]](), 0, bound["limit"]
    while looked_at < len(heard) and len(found) < bound["limit"]:
        piece = heard.best(query[1], top)[looked_at:]
        result = await session.execute(_before(query[0]), {**bound, "ids": [key for key, _, _ in piece]})
        before = {int(key): int(plays) for key, plays in result}
        found += [
            {"id": key, "plays": plays, "ms_played": ms, "plays_before": before[key]}
            for key, plays, ms in piece
            if key in before
        ]
        looked_at, top = top, _MORE * top
    names = await called.names(session, query[0], [row["id"] for row in found[: bound["limit"]]])
    return [
        {**row, "name": names[row["id"]][0], "artist": names[row["id"]][1]} for row in found[: bound["limit"]]
    ]
