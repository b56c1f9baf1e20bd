"""States of histories: one question for all who ask meanwhile, and never an old answer."""

import asyncio
from typing import Any

import pytest

from fixtures.listening import Histories, extended_row
from musaic.listening.analytics.repository.state import NOBODY
from musaic.listening.analytics.states import HistoryStates
from musaic.platform.glance import Glance

pytestmark = pytest.mark.asyncio
ROWS = [extended_row("2024-01-01T10:00:00Z")]


class Counted(Glance):
    """Counts the questions."""

    asked = 0

    async def rows(self, statement: str, *values: object) -> list[Any]:
        self.asked += 1
        return await super().rows(statement, *values)


@pytest.fixture
def glance(histories: Histories) -> Counted:
    return Counted(histories.database.glance_engine)


async def test_all_who_ask_meanwhile_are_answered_at_once(histories: Histories, glance: Counted) -> None:
    users = [await histories.user(zone) for zone in ("Asia/Almaty", "Europe/Berlin")]
    states = HistoryStates(glance)
    found = await asyncio.gather(*(states.of(users[number % 2]) for number in range(50)))
    assert [state.wanted for state in found] == ["Asia/Almaty", "Europe/Berlin"] * 25
    assert glance.asked <= 2
    await glance.close()


async def test_who_asks_after_a_change_hears_of_it(histories: Histories, glance: Counted) -> None:
    user_id = await histories.user()
    states = HistoryStates(glance)
    before = asyncio.create_task(states.of(user_id))
    await histories.add(user_id, ROWS)
    after = await states.of(user_id)
    assert ((await before).version, after.version > 0) == (0, True)
    await glance.close()


async def test_who_is_gone_has_no_history(histories: Histories, glance: Counted) -> None:
    user_id = await histories.user()
    states = HistoryStates(glance)
    gone, there = await asyncio.gather(states.of(2**40), states.of(user_id))
    assert gone == NOBODY
    assert there.timezone == "UTC"
    await glance.close()


async def test_a_request_that_is_given_up_leaves_the_others_alone(
    histories: Histories, glance: Counted
) -> None:
    user_id = await histories.user("Asia/Almaty")
    states = HistoryStates(glance)
    first, second = (asyncio.create_task(states.of(user_id)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).wanted == "Asia/Almaty"
    await glance.close()
