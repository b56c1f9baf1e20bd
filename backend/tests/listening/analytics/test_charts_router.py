"""Charts over HTTP."""

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from musaic.listening.analytics.zone import KIND, rebuild
from musaic.listening.history.service.apply import undo_import

pytestmark = pytest.mark.asyncio

CHARTS = ["top-items", "summary", "by-hour", "by-weekday", "timeline"]
ROWS = [
    extended_row("2023-12-31T22:40:00Z", "Late", "Artist A", ms=100_000),
    extended_row("2024-01-01T10:00:00Z", "Early", "Artist A", ms=300_000),
    extended_row("2024-01-02T10:00:00Z", "Early", "Artist A", ms=300_000),
    extended_row("2024-06-01T10:00:00Z", "Other", "Artist B", ms=900_000, album=None),
]


@pytest.mark.parametrize("chart", CHARTS)
async def test_charts_need_a_log_in(anonymous: httpx.AsyncClient, chart: str) -> None:
    reply = await anonymous.get(f"/api/v1/listening/{chart}")
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("chart", CHARTS)
async def test_nobody_sees_the_charts_of_others(
    alice: Actor, bob: Actor, histories: Histories, chart: str
) -> None:
    nothing = (await bob.client.get(f"/api/v1/listening/{chart}")).json()
    await histories.add(alice.user_id, ROWS)
    assert (await alice.client.get(f"/api/v1/listening/{chart}")).json() != nothing
    assert (await bob.client.get(f"/api/v1/listening/{chart}")).json() == nothing


async def test_the_shapes(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    top = (await alice.client.get("/api/v1/listening/top-items", params={"limit": 1})).json()
    [item] = top["items"]
    assert {name: item[name] for name in item if name != "id"} == {
        "rank": 1,
        "name": "Early",
        "artist": "Artist A",
        "plays": 2,
        "ms_played": 600_000,
    }
    following = {"limit": 1, "cursor": top["next_cursor"]}
    second = (await alice.client.get("/api/v1/listening/top-items", params=following)).json()
    assert (second["items"][0]["rank"], second["items"][0]["name"]) == (2, "Other")
    by_time = {"entity": "artist", "metric": "time", "order": "asc"}
    artists = (await alice.client.get("/api/v1/listening/top-items", params=by_time)).json()["items"]
    assert [(row["name"], row["artist"], row["ms_played"]) for row in artists] == [
        ("Artist A", None, 700_000),
        ("Artist B", None, 900_000),
    ]
    assert (await alice.client.get("/api/v1/listening/summary")).json() == {
        "plays": 4,
        "ms_played": 1_600_000,
        "tracks": 3,
        "artists": 2,
        "albums": 1,
        "first_listen_at": "2023-12-31T22:38:20Z",
        "last_listen_at": "2024-06-01T09:45:00Z",
        "days_active": 4,
    }
    timeline = (await alice.client.get("/api/v1/listening/timeline", params={"bucket": "month"})).json()
    assert [(point["start"], point["plays"]) for point in timeline["items"]] == [
        ("2023-12-01", 1),
        ("2024-01-01", 2),
        ("2024-02-01", 0),
        ("2024-03-01", 0),
        ("2024-04-01", 0),
        ("2024-05-01", 0),
        ("2024-06-01", 1),
    ]


@pytest.mark.parametrize(
    ("params", "plays"),
    [
        ({}, 4),
        ({"range": "all"}, 4),
        ({"range": "2023"}, 1),
        ({"range": "2024"}, 3),
        ({"range": "2024-01"}, 2),
        ({"range": "7d"}, 0),
        ({"from": "2023-12-31", "to": "2024-01-01"}, 2),
        ({"from": "2024-01-02"}, 2),
        ({"to": "2023-12-31"}, 1),
    ],
)
async def test_ranges(alice: Actor, histories: Histories, params: dict[str, str], plays: int) -> None:
    await histories.add(alice.user_id, ROWS)
    assert (await alice.client.get("/api/v1/listening/summary", params=params)).json()["plays"] == plays


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"range": "yesterday"}, "invalid_range"),
        ({"range": "2024-13"}, "invalid_range"),
        ({"range": "7d", "from": "2024-01-01"}, "invalid_range"),
        ({"from": "2024-01-02", "to": "2024-01-01"}, "invalid_range"),
        ({"from": "today"}, "validation_failed"),
        ({"metric": "fame"}, "validation_failed"),
        ({"entity": "genre"}, "validation_failed"),
        ({"cursor": "xyz"}, "invalid_cursor"),
        ({"cursor": "Wy01XQ"}, "invalid_cursor"),
        ({"limit": "0"}, "validation_failed"),
    ],
)
async def test_wrong_parameters(alice: Actor, params: dict[str, str], code: str) -> None:
    reply = await alice.client.get("/api/v1/listening/top-items", params=params)
    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_a_reply_is_current_until_the_history_changes(alice: Actor, histories: Histories) -> None:
    imported = await histories.add(alice.user_id, ROWS[:2])
    first = await alice.client.get("/api/v1/listening/summary")
    tag = {"If-None-Match": first.headers["etag"]}
    assert (await alice.client.get("/api/v1/listening/summary", headers=tag)).status_code == 304
    assert (await alice.client.get("/api/v1/listening/summary", params={"range": "2024"}, headers=tag)).json()
    assert (await alice.client.get("/api/v1/listening/summary")).json() == first.json()
    await histories.add(alice.user_id, ROWS)
    second = await alice.client.get("/api/v1/listening/summary", headers=tag)
    assert (second.status_code, second.json()["plays"]) == (200, 4)
    async with histories.database.user_transaction(alice.user_id) as session:
        await undo_import(session, alice.user_id, imported.id)
    assert (await alice.client.get("/api/v1/listening/summary")).json()["plays"] == 2


async def test_a_user_who_moves_gets_charts_of_the_new_zone(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, ROWS)
    hours = "/api/v1/listening/by-hour"
    before = (await alice.client.get(hours)).json()
    async with histories.database.user_transaction(alice.user_id) as session:
        move = text("UPDATE user_account SET timezone = 'Asia/Almaty' WHERE id = :user_id")
        await session.execute(move, {"user_id": alice.user_id})
    for _ in range(3):
        assert (await alice.client.get(hours)).json() == before
    async with histories.database.system_transaction() as session:
        jobs = await session.execute(text("SELECT kind, user_id FROM job"))
        assert [tuple(job) for job in jobs] == [(KIND, alice.user_id)]
    async with histories.database.user_transaction(alice.user_id) as session:
        await rebuild(session, alice.user_id)
    # Almaty moved from UTC+6 to UTC+5 on 1 March 2024, between these plays.
    after = (await alice.client.get(hours)).json()["items"]
    assert [(item["hour"], item["plays"]) for item in after if item["plays"]] == [
        (4, 1),
        (14, 1),
        (15, 2),
    ]
    assert (await alice.client.get("/api/v1/listening/summary", params={"range": "2024"})).json()[
        "plays"
    ] == 4
