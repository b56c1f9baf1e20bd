"""The server's summary: three materialised views that the system alone may read and refresh.

They hold everybody's rows, and row-level security does not reach into them: every function here
wants a system transaction.
"""

# ruff: noqa: S608  every name in these statements is a constant of this module

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import TextClause, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository.ranking import Metric, ranked_by
from musaic.listening.site.models import SiteSetting

Period = Literal["recent", "ever"]

_REFRESH = text("SELECT refresh_site_summary()")
_TOTALS = text("SELECT * FROM site_total")
_DAYS = text(
    "SELECT day, plays, ms_played, listeners FROM site_day WHERE day BETWEEN :first AND :last ORDER BY day"
)


def _artists(period: Period, metric: Metric) -> TextClause:
    page = (
        f"SELECT artist_id AS id, {period}_plays AS plays, {period}_ms_played AS ms_played, "
        f"{period}_listeners AS listeners FROM site_artist WHERE {period}_listeners >= :least"
    )
    return text(
        f"SELECT page.*, a.name FROM ({page}) page JOIN artist a ON a.id = page.id "
        f"ORDER BY {ranked_by(metric)} LIMIT :limit"
    )


_PERIODS: tuple[Period, ...] = ("recent", "ever")
_METRICS: tuple[Metric, ...] = ("plays", "time")
_ARTISTS = {(period, metric): _artists(period, metric) for period in _PERIODS for metric in _METRICS}


async def refresh(session: AsyncSession) -> None:
    """Add everything up anew; who reads meanwhile sees the sums before."""
    await session.execute(_REFRESH)


async def totals(session: AsyncSession) -> dict[str, Any]:
    """Return ``{as_of, users}`` and plays, ms_played and listeners, recent and ever."""
    return dict((await session.execute(_TOTALS)).mappings().one())


async def artists(
    session: AsyncSession, period: Period, metric: Metric, *, least: int, limit: int
) -> list[dict[str, Any]]:
    """Return the top artists of ``least`` listeners or more: ``{id, name, plays, ms_played, listeners}``."""
    rows = await session.execute(_ARTISTS[period, metric], {"least": least, "limit": limit})
    return [dict(row) for row in rows.mappings()]


async def days(session: AsyncSession, first: date, last: date) -> list[dict[str, Any]]:
    """Return ``{day, plays, ms_played, listeners}`` of the days with plays, oldest first."""
    rows = await session.execute(_DAYS, {"first": first, "last": last})
    return [dict(row) for row in rows.mappings()]


async def is_open(session: AsyncSession) -> bool:
    """Return whether everybody may see the summary; unless an administrator said so, nobody else may."""
    return bool((await session.execute(select(SiteSetting.open_to_all))).scalar_one_or_none())


async def set_open(session: AsyncSession, *, open_to_all: bool, admin_id: int, moment: datetime) -> None:
    """Keep what an administrator said."""
    values = {"open_to_all": open_to_all, "changed_by": admin_id, "changed_at": moment}
    statement = insert(SiteSetting).values(**values)
    await session.execute(statement.on_conflict_do_update(index_elements=[SiteSetting.id], set_=values))
