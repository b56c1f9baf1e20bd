import httpx
import pytest

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row

pytestmark = pytest.mark.asyncio

ROWS = [
    extended_row("2024-01-01T10:00:00Z", "100% Yes_No", "Дала Үні", album="Yes Album"),
    extended_row("2024-01-01T11:00:00Z", "Yes", "Yes Band", album="Other"),
    extended_row("2024-01-01T12:00:00Z", "Oh Yes", "Somebody", album="Other"),
    extended_row("2024-01-01T13:00:00Z", "Oh Yes", "Somebody", album="Other"),
    extended_row("2024-01-01T13:10:00Z", "Oh Yes", "Somebody", album="Other"),
]


async def find(actor: Actor, **params: str | int) -> list[tuple[str, str, str | None, int]]:
    reply = await actor.client.get("/api/v1/search", params=params)
    assert reply.status_code == 200
    items = reply.json()["items"]
    assert all(item["source"] == "history" for item in items)
    return [(item["kind"], item["title"], item["artist"], item["plays"]) for item in items]


async def test_search_needs_a_log_in(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.get("/api/v1/search", params={"q": "x"})).status_code == 401


async def test_what_others_listen_to_is_never_found(alice: Actor, bob: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    await histories.add(bob.user_id, ROWS[:1])
    assert await find(bob, q="somebody") == []
    assert len(await find(bob, q="yes")) == 2


async def test_whole_names_come_first_then_beginnings_then_plays(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    assert await find(alice, q="  YES ") == [
        ("track", "Yes", "Yes Band", 1),
        ("album", "Yes Album", "Дала Үні", 1),
        ("artist", "Yes Band", None, 1),
        ("track", "Oh Yes", "Somebody", 3),
        ("track", "100% Yes_No", "Дала Үні", 1),
    ]
    assert await find(alice, q="дала") == [("artist", "Дала Үні", None, 1)]
    assert len(await find(alice, q="yes", limit=2)) == 2
    assert {kind for kind, *_ in await find(alice, q="yes", kind="track")} == {"track"}


@pytest.mark.parametrize(("query", "count"), [("%", 1), ("_", 1), ("\\", 0), ("   ", 0)])
async def test_wildcards_are_letters(alice: Actor, histories: Histories, query: str, count: int) -> None:
    await histories.add(alice.user_id, ROWS)
    assert len(await find(alice, q=query)) == count
