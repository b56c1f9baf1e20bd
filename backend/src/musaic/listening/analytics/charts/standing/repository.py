"""When the frames of a race begin."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from datetime import date
from typing import Literal, get_args

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Frame = Literal["month", "year"]


_STARTS = {
    frame: text(
        f"SELECT DISTINCT date_trunc('{frame}', local_date)::date AS start FROM day_total "
        "WHERE user_id = :user_id AND local_date >= :month_from AND local_date < :month_until ORDER BY 1"
    )
    for frame in get_args(Frame)
}


async def starts(session: AsyncSession, user_id: int, frame: Frame, months: tuple[date, date]) -> list[date]:
    """Return when the frames with plays begin, of months from the first until the second."""
    values = {"user_id": user_id, "month_from": months[0], "month_until": months[1]}
    return list((await session.execute(_STARTS[frame], values)).scalars())
