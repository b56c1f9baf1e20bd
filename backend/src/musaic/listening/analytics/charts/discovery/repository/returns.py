"""The queries of rediscoveries."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity

_DAY = timedelta(days=1)


async def returned(
    session: AsyncSession,
    user_id: int,
    query: tuple[Entity, Metric],
    span: Span,
    quiet: Span,
    *,
    at_least: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Return ``{id, name, artist, plays, ms_played, plays_before}`` of what came back in ``span``.

    It was not played in the ``quiet`` days before it, but ``at_least`` so often before these.
    """
    from musaic.listening.analytics.repository.gather import heard  # noqa: PLC0415  numpy costs a start

    entity, metric = query
    days = {"now": span, "then": quiet, "before": Span(last=quiet.first - _DAY)}
    played = {name: (await heard(session, user_id, part, [entity]))[entity] for name, part in days.items()}
    before = played["before"].where(played["before"].plays >= at_least)
    back = played["now"].without(played["then"].ids).only(before.ids)
    rows = await called.with_names(session, entity, back.best(metric, limit))
    plays_before = dict(zip(before.ids.tolist(), before.plays.tolist(), strict=True))
    return [{**row, "plays_before": plays_before[row["id"]]} for row in rows]
