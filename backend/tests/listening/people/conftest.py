"""Two people with histories, and the way to their consent."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from musaic.platform import clock

PEOPLE = "/api/v1/listening/people"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# title, artist, how often Alice and Bob played it in 2026
PLAYED = [
    ("One", "Both", 6, 2),
    ("Two", "Both", 1, 5),
    ("Mine", "Alices", 8, 0),
    ("Theirs", "Bobs", 0, 7),
    ("Rare", "Bobs rare", 0, 2),
    ("Guests (feat. Guest)", "Both", 3, 0),
    ("Other", "Guest", 0, 4),
]


def rows_of(person: int) -> list[dict[str, Any]]:
    """Return the export of person 0 (Alice) or 1 (Bob)."""
    return [
        extended_row(
            f"2026-{3 + song:02}-{1 + time:02}T1{person}:00:00Z", title, artist, ms=100_000 + 1_000 * song
        )
        for song, (title, artist, *times) in enumerate(PLAYED)
        for time in range(times[person])
    ]


Connect = Callable[[Actor, Actor], Awaitable[str]]


async def connected(inviter: Actor, accepter: Actor) -> str:
    """Return the id of a fresh connection of the two."""
    made = (await inviter.client.post(f"{PEOPLE}/invitations")).json()
    reply = await accepter.client.post(f"{PEOPLE}/connections", json={"code": made["code"]})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


@pytest.fixture
def connect() -> Connect:
    """Return what connects two people."""
    return connected


@pytest_asyncio.fixture
async def listened(
    alice: Actor, bob: Actor, histories: Histories, monkeypatch: pytest.MonkeyPatch
) -> tuple[Actor, Actor]:
    """Return Alice and Bob, who have both listened, on a day that stays."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    await histories.add(alice.user_id, rows_of(0))
    await histories.add(bob.user_id, rows_of(1))
    return alice, bob
