"""The summary of the whole server: who sees it, what it says, and that it is refreshed."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fixtures.api import Actor, MakeActor
from fixtures.listening import Histories, Row, extended_row
from musaic.jobs.public import Upkeep
from musaic.listening import tasks as listening
from musaic.listening.site import service
from musaic.listening.site.tasks import refresh
from musaic.platform.database import Database
from musaic.platform.settings import Settings

pytestmark = pytest.mark.asyncio
URL = "/api/v1/listening/site"
KEPT = [
    "SELECT * FROM site_artist",
    "SELECT * FROM site_day",
    "SELECT * FROM site_total",
    "SELECT * FROM site_setting",
    "SELECT refresh_site_summary()",
]
# The database adds up by its own clock.
TODAY = datetime.now(UTC).date()


def plays_of(artist: str, day: date, count: int, title: str = "Song") -> list[Row]:
    """Return ``count`` plays of one song, five minutes apart."""
    begin = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    return [
        extended_row(f"{begin + number * timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}", title, artist, ms=120_000)
        for number in range(count)
    ]


async def summed(database: Database) -> None:
    await refresh(Upkeep(database, Settings()))


async def two_histories(histories: Histories, alice: Actor, bob: Actor) -> None:
    """Let both play some music now, and Alice some long ago."""
    recently, long_ago = TODAY - timedelta(days=3), TODAY - timedelta(days=400)
    shared = plays_of("Shared", recently, 4)
    secret = plays_of("Secret", recently - timedelta(days=1), 6)
    old = plays_of("Shared", long_ago, 3, "Old (feat. Guest)")
    await histories.add(alice.user_id, [*shared, *secret, *old])
    await histories.add(bob.user_id, plays_of("Shared", recently, 2))


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PUT", "/access")])
async def test_the_summary_needs_a_log_in(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    body = {"open_to_all": True} if method == "PUT" else None
    reply = await anonymous.request(method, URL + path, json=body)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_it_is_for_administrators_until_one_opens_it(alice: Actor, make_actor: MakeActor) -> None:
    admin = await make_actor(admin=True)
    reply = await alice.client.get(URL)
    assert (reply.status_code, reply.json()["code"]) == (403, "forbidden")
    reply = await alice.client.put(f"{URL}/access", json={"open_to_all": True})
    assert (reply.status_code, reply.json()["code"]) == (403, "forbidden")
    assert (await admin.client.get(URL)).json()["open_to_all"] is False
    assert (await admin.client.put(f"{URL}/access", json={"open_to_all": True})).json() == {
        "open_to_all": True
    }
    assert (await alice.client.get(URL)).json()["open_to_all"] is True
    await admin.client.put(f"{URL}/access", json={"open_to_all": False})
    assert (await alice.client.get(URL)).status_code == 403


async def test_the_sums_are_those_of_everybody(
    alice: Actor, bob: Actor, make_actor: MakeActor, histories: Histories, database: Database
) -> None:
    await two_histories(histories, alice, bob)
    admin = await make_actor(admin=True)
    await summed(database)
    found = (await admin.client.get(URL)).json()
    assert (found["users"], found["least_listeners"], found["definition"]) == (3, 1, service.DEFINITION)
    recent, ever = found["recent"], found["ever"]
    assert (recent["listeners"], recent["plays"], recent["ms_played"]) == (2, 12, 12 * 120_000)
    assert (ever["listeners"], ever["plays"], ever["ms_played"]) == (2, 15, 15 * 120_000)
    assert {item["name"]: (item["plays"], item["listeners"]) for item in recent["artists"]} == {
        "Secret": (6, 1),
        "Shared": (6, 2),
    }
    assert {item["name"]: item["plays"] for item in ever["artists"]} == {"Shared": 9, "Secret": 6, "Guest": 3}
    assert ever["artists"][0]["name"] == "Shared"
    assert [item["rank"] for item in ever["artists"]] == [1, 2, 3]
    days = {item["day"]: (item["plays"], item["listeners"]) for item in found["items"]}
    assert len(days) == service.DAYS
    assert days[f"{TODAY - timedelta(days=3)}"] == (6, 2)
    assert days[f"{TODAY - timedelta(days=4)}"] == (6, 1)
    assert days[f"{TODAY - timedelta(days=10)}"] == (0, 0)


async def test_what_one_person_alone_plays_is_named_to_administrators_only(
    alice: Actor, bob: Actor, make_actor: MakeActor, histories: Histories, database: Database
) -> None:
    await two_histories(histories, alice, bob)
    admin = await make_actor(admin=True)
    await admin.client.put(f"{URL}/access", json={"open_to_all": True})
    await summed(database)
    found = (await bob.client.get(URL)).json()
    assert found["least_listeners"] == 2
    for period in ("recent", "ever"):
        assert [item["name"] for item in found[period]["artists"]] == ["Shared"]
    assert "Secret" not in (await bob.client.get(f"{URL}?format=csv")).text


async def test_it_tells_as_of_when(
    alice: Actor, make_actor: MakeActor, histories: Histories, database: Database
) -> None:
    admin = await make_actor(admin=True)
    await summed(database)
    before = await admin.client.get(URL)
    same = await admin.client.get(URL, headers={"If-None-Match": before.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    await histories.add(alice.user_id, plays_of("Shared", TODAY, 2))
    assert (await admin.client.get(URL)).json() == before.json(), "the sums of the last refresh"
    await summed(database)
    after = (await admin.client.get(URL)).json()
    assert after["ever"]["plays"] == 2
    assert after["as_of"] > before.json()["as_of"]


async def test_the_days_as_a_table(make_actor: MakeActor, database: Database) -> None:
    admin = await make_actor(admin=True)
    await summed(database)
    reply = await admin.client.get(URL, headers={"Accept": "text/csv"})
    assert reply.headers["content-disposition"].startswith('attachment; filename="server-')
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert len(rows) == service.DAYS
    assert list(rows[0]) == ["day", "plays", "ms_played", "listeners"]


async def test_it_is_refreshed_by_the_schedule() -> None:
    assert "listening.site" in {schedule.name for schedule in listening.SCHEDULES}


@pytest.mark.parametrize("statement", KEPT)
async def test_the_database_keeps_it_from_users(alice: Actor, database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.user_transaction(alice.user_id) as session:
            await session.execute(text(statement))
