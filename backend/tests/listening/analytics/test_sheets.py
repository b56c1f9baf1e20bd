"""Sheets of months: filled by imports and upkeep, emptied by what changes a month."""

from datetime import UTC, date, datetime

import pytest
import pytest_asyncio
from sqlalchemy import text

from fixtures.listening import Histories, extended_row
from musaic.jobs.public import Upkeep
from musaic.listening.analytics import public as analytics
from musaic.listening.analytics import upkeep
from musaic.platform.settings import Settings

pytestmark = pytest.mark.asyncio
JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)
_SHEETS = text(
    "SELECT month, track_ids IS NOT NULL AND artist_ms IS NOT NULL AND cell_ms IS NOT NULL AS filled "
    "FROM month_sheet WHERE user_id = :user_id ORDER BY month"
)
_LISTENS = text("SELECT id FROM listen WHERE user_id = :user_id AND local_date >= :since")


async def filled(histories: Histories, user_id: int) -> dict[date, bool]:
    async with histories.database.user_transaction(user_id) as session:
        assert await analytics.verify(session, user_id) == []
        rows = await session.execute(_SHEETS, {"user_id": user_id})
        return {row.month: row.filled for row in rows}


async def fill(histories: Histories) -> None:
    await upkeep.fill_sheets(Upkeep(histories.database, Settings()))


async def forget(histories: Histories, user_id: int, since: date) -> None:
    """Take all listens since a day away, as a person would one by one."""
    async with histories.database.user_transaction(user_id) as session:
        await analytics.begin_change(session, user_id, "UTC")
        ids = list((await session.execute(_LISTENS, {"user_id": user_id, "since": since})).scalars())
        await analytics.removed_listens(session, user_id, ids)
        await session.execute(text("DELETE FROM listen WHERE id = ANY(:ids)"), {"ids": ids})


@pytest_asyncio.fixture
async def user_id(histories: Histories) -> int:
    """Return somebody who has played in two months of 2024."""
    user_id = await histories.user()
    rows = [extended_row(f"2024-{month:02}-{day:02}T10:00:00Z") for month in (1, 2) for day in range(1, 9)]
    await histories.add(user_id, rows)
    return user_id


async def test_an_import_leaves_filled_sheets(histories: Histories, user_id: int) -> None:
    assert await filled(histories, user_id) == {JANUARY: True, FEBRUARY: True}


async def test_an_import_into_a_month_fills_its_sheet_again(histories: Histories, user_id: int) -> None:
    rows = [extended_row(f"2024-{month:02}-20T10:00:00Z", "Other") for month in (2, 3)]
    await histories.add(user_id, rows)
    assert await filled(histories, user_id) == {JANUARY: True, FEBRUARY: True, date(2024, 3, 1): True}


async def test_a_change_empties_its_month_alone_and_upkeep_fills_it(
    histories: Histories, user_id: int
) -> None:
    await forget(histories, user_id, date(2024, 2, 5))
    assert await filled(histories, user_id) == {JANUARY: True, FEBRUARY: False}
    await fill(histories)
    assert await filled(histories, user_id) == {JANUARY: True, FEBRUARY: True}


async def test_a_month_without_plays_has_no_sheet(histories: Histories, user_id: int) -> None:
    await forget(histories, user_id, FEBRUARY)
    await fill(histories)
    assert await filled(histories, user_id) == {JANUARY: True}


async def test_a_month_that_is_not_over_waits(histories: Histories) -> None:
    user_id = await histories.user()
    now = datetime.now(UTC)
    await histories.add(user_id, [extended_row(now.strftime("%Y-%m-%dT%H:%M:%SZ"))])
    async with histories.database.user_transaction(user_id) as session:
        await session.execute(text("UPDATE month_sheet SET track_ids = NULL"))
    await fill(histories)
    assert list((await filled(histories, user_id)).values()) == [False]


async def test_upkeep_leaves_the_sheets_of_others_alone(histories: Histories, user_id: int) -> None:
    other = await histories.user()
    await histories.add(other, [extended_row("2024-02-03T10:00:00Z")])
    await forget(histories, user_id, FEBRUARY)
    await fill(histories)
    assert await filled(histories, other) == {FEBRUARY: True}


async def test_a_wrong_sheet_is_found_and_mended(histories: Histories, user_id: int) -> None:
    async with histories.database.user_transaction(user_id) as session:
        await session.execute(
            text("UPDATE month_sheet SET track_plays = track_ids WHERE month = :month"), {"month": JANUARY}
        )
        found = await analytics.verify(session, user_id)
        assert {difference.table for difference in found} == {"month_sheet"}
        await analytics.repair(session, user_id)
    assert await filled(histories, user_id) == {JANUARY: True, FEBRUARY: True}
