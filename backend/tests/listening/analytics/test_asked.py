"""Charts asked for again in the same words are the same charts, to the same caller alone."""

import httpx
import pytest

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from musaic.listening.analytics.cache import ChartCache, Reply

pytestmark = pytest.mark.asyncio

SUMMARY = "/api/v1/listening/summary?range=2024"
ROWS = [
    extended_row("2024-01-01T10:00:00Z", "Song", "Artist"),
    extended_row("2024-01-02T10:00:00Z", "Song", "Artist"),
]


async def test_the_second_reply_is_the_first_one(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    first, again = [await alice.client.get(SUMMARY) for _ in range(2)]
    assert again.content == first.content
    kept = ("etag", "content-type", "content-length", "cache-control", "vary", "link")
    assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
    assert first.headers["x-request-id"] != again.headers["x-request-id"]
    assert len(again.headers.get_list("x-content-type-options")) == 1


async def test_a_client_that_has_it_gets_nothing_again(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    tag = {"If-None-Match": (await alice.client.get(SUMMARY)).headers["etag"]}
    reply = await alice.client.get(SUMMARY, headers=tag)
    assert (reply.status_code, reply.content, reply.headers["etag"]) == (304, b"", tag["If-None-Match"])


async def test_a_table_is_not_a_chart(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    for _ in range(2):
        table = await alice.client.get(SUMMARY, headers={"Accept": "text/csv"})
        assert table.headers["content-type"].startswith("text/csv")
        assert (await alice.client.get(SUMMARY)).json()["plays"] == 2


async def test_the_same_words_of_another_user_are_about_that_user(
    alice: Actor, bob: Actor, anonymous: httpx.AsyncClient, histories: Histories
) -> None:
    await histories.add(alice.user_id, ROWS)
    for _ in range(2):
        assert (await alice.client.get(SUMMARY)).json()["plays"] == 2
        assert (await bob.client.get(SUMMARY)).json()["plays"] == 0
        assert (await anonymous.get(SUMMARY)).status_code == 401
        wrong = {"Authorization": "Bearer nonsense"}
        assert (await anonymous.get(SUMMARY, headers=wrong)).status_code == 401


async def test_nothing_is_kept_of_a_refusal(alice: Actor) -> None:
    for _ in range(2):
        reply = await alice.client.get("/api/v1/listening/summary?range=never")
        assert (reply.status_code, reply.json()["code"]) == (422, "invalid_range")


async def test_who_has_logged_out_is_refused(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    assert (await alice.client.get(SUMMARY)).status_code == 200
    sessions = (await alice.client.get("/api/v1/me/sessions")).json()["items"]
    for session in sessions:
        await alice.client.delete(f"/api/v1/me/sessions/{session['id']}")
    assert (await alice.client.get(SUMMARY)).status_code == 401


async def test_what_was_used_longest_ago_makes_room() -> None:
    cache = ChartCache(None, most_bytes=3_500)  # type: ignore[arg-type]  # replies are never sent to Redis
    for name in ("a", "b", "c"):
        cache.keep(name, Reply({}, name.encode()))
    assert cache.asked_before("a")
    cache.keep("d", Reply({}, b"d"))
    assert [name for name in "abcd" if cache.asked_before(name)] == ["a", "c", "d"]
