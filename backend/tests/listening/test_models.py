"""A history goes with its user, also while somebody writes to it."""

import asyncio

import pytest
from sqlalchemy import text

from fixtures.listening import Histories, extended_row
from musaic.listening.analytics import public as analytics

pytestmark = pytest.mark.asyncio
_TABLES = ("listen", "track_total", "month_total", "song_name", "song_artist", "listening_state")
_COPY = text(
    "INSERT INTO month_total (user_id, month, track_id, album_id, artist_id, plays, ms_played) "
    "VALUES (:user_id, '1999-01-01', 1, 0, 1, 1, 1)"
)


async def left_of(histories: Histories, user_id: int) -> dict[str, int]:
    async with histories.database.system_transaction() as session:
        counts = {
            table: await session.execute(
                text(f"SELECT count(*) FROM {table} WHERE user_id = :user_id"),  # noqa: S608
                {"user_id": user_id},
            )
            for table in _TABLES
        }
    return {table: count.scalar_one() for table, count in counts.items()}


async def delete(histories: Histories, user_id: int) -> None:
    async with histories.database.system_transaction() as session:
        await session.execute(text("DELETE FROM user_account WHERE id = :id"), {"id": user_id})


async def test_who_writes_to_a_history_is_waited_for(histories: Histories) -> None:
    user_id, other = await histories.user(), await histories.user()
    for each in (user_id, other):
        await histories.add(each, [extended_row("2024-01-01T10:00:00Z")])
    async with histories.database.user_transaction(user_id) as session:
        await analytics.begin_live(session, user_id)
        deletion = asyncio.create_task(delete(histories, user_id))
        finished, _ = await asyncio.wait([deletion], timeout=0.5)
        assert not finished
        await session.execute(_COPY, {"user_id": user_id})
    await deletion
    assert await left_of(histories, user_id) == dict.fromkeys(_TABLES, 0)
    assert all((await left_of(histories, other)).values())
