"""Counting tries at a password, whatever order they come in."""

from datetime import timedelta

import pytest

from musaic.accounts.repository import throttle
from musaic.platform.clock import now
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
SUBJECT = b"whoever"


async def passes(database: Database, seconds: float) -> bool:
    """Try as of so many seconds from now."""
    moment = now() + timedelta(seconds=seconds)
    async with database.system_transaction() as session:
        return await throttle.count_attempt(
            session, SUBJECT, moment, free=3, cap_s=300, window=timedelta(minutes=15)
        )


async def test_a_try_that_comes_after_a_later_one_need_not_wait(database: Database) -> None:
    assert await passes(database, 0)
    assert await passes(database, -0.5)


async def test_a_wait_holds_for_tries_of_any_moment(database: Database) -> None:
    # The third begins a wait of a second.
    assert [await passes(database, 0) for _ in range(3)] == [True, True, True]
    assert not await passes(database, 0.5)
    assert not await passes(database, -0.5)
    assert await passes(database, 2)
