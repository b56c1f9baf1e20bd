"""Life events over HTTP, and what they changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from fixtures.api import Actor
from fixtures.chart_rows import chart_rows
from fixtures.listening import Histories
from musaic.listening.events import service
from musaic.platform import clock

pytestmark = pytest.mark.asyncio
URL = "/api/v1/listening/life-events"
# Not drawn anew: the names of the tests must be the same in every worker.
NOBODYS = UUID(int=1)
TRIP = {"title": "Almaty", "kind": "trip", "first_day": "2023-04-01", "last_day": "2023-05-10"}
ROUTES = [
    ("GET", ""),
    ("POST", ""),
    ("GET", f"/{NOBODYS}"),
    ("PATCH", f"/{NOBODYS}"),
    ("DELETE", f"/{NOBODYS}"),
    ("GET", f"/{NOBODYS}/impact"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_life_events_need_a_log_in(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    reply = await anonymous.request(method, URL + path, json=TRIP if method in {"POST", "PATCH"} else None)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_nobody_touches_the_events_of_others(alice: Actor, bob: Actor) -> None:
    event = (await alice.client.post(URL, json=TRIP)).json()
    own = f"{URL}/{event['id']}"
    for method, path in (("GET", own), ("PATCH", own), ("DELETE", own), ("GET", f"{own}/impact")):
        reply = await bob.client.request(method, path, json={"title": "Mine"} if method == "PATCH" else None)
        assert (reply.status_code, reply.json()["code"]) == (404, "life_event_not_found")
    assert (await bob.client.get(URL)).json() == {"items": []}
    assert (await alice.client.get(own)).json() == event


async def test_a_life_event_lives(alice: Actor) -> None:
    made = await alice.client.post(URL, json=TRIP | {"note": " By train ", "colour": "#00aa11"})
    assert made.status_code == 201
    event = made.json()
    assert (event["note"], event["colour"], event["last_day"]) == ("By train", "#00aa11", "2023-05-10")
    own = f"{URL}/{event['id']}"
    changed = await alice.client.patch(own, json={"title": "Astana", "last_day": None})
    assert changed.json() == event | {"title": "Astana", "last_day": None}
    assert (await alice.client.patch(own, json={})).json()["title"] == "Astana"
    await alice.client.post(URL, json=TRIP | {"title": "Earlier", "first_day": "2020-01-01"})
    assert [item["title"] for item in (await alice.client.get(URL)).json()["items"]] == ["Earlier", "Astana"]
    assert (await alice.client.delete(own)).status_code == 204
    assert (await alice.client.delete(own)).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, "validation_failed"),
        ({"title": "x" * 121}, "validation_failed"),
        ({"kind": "war"}, "validation_failed"),
        ({"first_day": "2023-02-30"}, "validation_failed"),
        ({"first_day": "0001-01-01"}, "life_event_days"),
        ({"colour": "red"}, "validation_failed"),
        ({"user_id": 1}, "validation_failed"),
        ({"last_day": "2023-03-31"}, "life_event_days"),
    ],
)
async def test_wrong_events(alice: Actor, change: dict[str, Any], code: str) -> None:
    reply = await alice.client.post(URL, json=TRIP | change)
    assert (reply.status_code, reply.json()["code"]) == (422, code)


async def test_a_change_cannot_turn_the_days_around(alice: Actor) -> None:
    own = f"{URL}/{(await alice.client.post(URL, json=TRIP)).json()['id']}"
    reply = await alice.client.patch(own, json={"first_day": "2023-06-01"})
    assert (reply.status_code, reply.json()["code"]) == (422, "life_event_days")


async def test_there_is_a_most(alice: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    await alice.client.post(URL, json=TRIP)
    reply = await alice.client.post(URL, json=TRIP)
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_life_events")


async def test_before_during_and_after(
    alice: Actor, histories: Histories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 6, 20, 12, tzinfo=UTC))
    await histories.add(alice.user_id, chart_rows(500))
    plays = [row for row in await histories.listens(alice.user_id) if row["counted"]]
    own = f"{URL}/{(await alice.client.post(URL, json=TRIP)).json()['id']}"
    impact = (await alice.client.get(f"{own}/impact")).json()
    first, days = date(2023, 4, 1), 40
    starts = {"before": -days, "during": 0, "after": days}
    artists: dict[str, dict[int, int]] = {}
    for phase, offset in starts.items():
        start = first + timedelta(days=offset)
        inside = [row for row in plays if 0 <= (row["played_at"].date() - start).days < days]
        assert impact[phase]["days"] == days
        assert impact[phase]["summary"]["plays"] == len(inside)
        assert impact[phase]["ms_a_day"] == sum(row["ms_played"] or 0 for row in inside) // days
        artists[phase] = {}
        for row in inside:
            artists[phase][row["artist_id"]] = artists[phase].get(row["artist_id"], 0) + 1
    for name, one, two in (("rising", "before", "during"), ("falling_after", "during", "after")):
        sign = 1 if name == "rising" else -1
        changes = {
            key: (artists[two].get(key, 0) - artists[one].get(key, 0)) * 30 / days
            for key in artists[one] | artists[two]
        }
        own_order = sorted((-sign * change, key) for key, change in changes.items() if sign * change > 0)
        assert [(round(-sign * item["change"], 3), item["id"]) for item in impact[name]] == [
            (round(change, 3), key) for change, key in own_order[:10]
        ]


async def test_an_event_that_goes_on_has_no_after(alice: Actor, histories: Histories) -> None:
    today = clock.now().date()
    event = TRIP | {"first_day": str(today - timedelta(days=9)), "last_day": None}
    own = f"{URL}/{(await alice.client.post(URL, json=event)).json()['id']}"
    impact = (await alice.client.get(f"{own}/impact")).json()
    assert impact["after"] is None
    assert impact["during"]["days"] in {10, 11}
    # A change of the event is a change of the reply.
    await alice.client.patch(own, json={"first_day": str(today - timedelta(days=4))})
    assert (await alice.client.get(f"{own}/impact")).json()["during"]["days"] in {5, 6}
