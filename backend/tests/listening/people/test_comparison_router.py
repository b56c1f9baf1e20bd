"""The comparison of two people, against sums made from the rows themselves."""

import csv
import io
from datetime import timedelta
from math import sqrt
from typing import Any

import pytest

from fixtures.api import Actor
from fixtures.listening import Histories, extended_row
from listening.people.conftest import NOW, PEOPLE, PLAYED, Connect
from musaic.platform import clock

pytestmark = pytest.mark.asyncio
# Everything that may cross from one person to the other; a moment or a single play is not among it.
CROSSING = {
    "": {
        "entity", "first_day", "last_day", "match", "mine", "theirs", "shared", "my_share", "their_share",
        "items", "for_me", "for_them", "definition",
    },
    "theirs": {"plays", "ms_played", "tracks", "artists", "albums", "days_active"},
    "items": {
        "id", "name", "artist", "my_rank", "my_plays", "my_ms_played", "their_rank", "their_plays",
        "their_ms_played",
    },
    "for_me": {"id", "name", "artist", "rank", "plays", "ms_played"},
}  # fmt: skip


def artist_plays(person: int) -> dict[str, int]:
    """Add up the plays of every credited artist."""
    plays: dict[str, int] = {}
    for title, artist, *times in PLAYED:
        for name in (artist, *(["Guest"] if "feat." in title else [])):
            if times[person]:
                plays[name] = plays.get(name, 0) + times[person]
    return plays


async def compared(actor: Actor, connection: str, query: str = "") -> dict[str, Any]:
    reply = await actor.client.get(f"{PEOPLE}/connections/{connection}/comparison{query}")
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


async def test_the_figures_are_those_of_the_rows(listened: tuple[Actor, Actor], connect: Connect) -> None:
    alice, bob = listened
    connection = await connect(alice, bob)
    found = await compared(alice, connection)
    hers, his = artist_plays(0), artist_plays(1)
    cosine = sum(sqrt(hers[name] * his[name]) for name in hers.keys() & his.keys()) / sqrt(
        sum(hers.values()) * sum(his.values())
    )
    assert found["match"] == pytest.approx(100 * cosine, abs=0.05)
    both = {item["name"]: (item["my_plays"], item["their_plays"]) for item in found["items"]}
    assert both == {name: (hers[name], his[name]) for name in hers.keys() & his.keys()}
    assert found["shared"] == 2
    assert found["my_share"] == pytest.approx(sum(a for a, _ in both.values()) / sum(hers.values()), abs=1e-4)
    assert [item["name"] for item in found["for_me"]] == ["Bobs"], "two plays are no love"
    assert [item["name"] for item in found["for_them"]] == ["Alices"]
    assert (found["mine"]["plays"], found["theirs"]["plays"]) == (18, 20)
    seconds = sum((100 + song) * times[1] for song, (_, _, *times) in enumerate(PLAYED))
    assert found["theirs"]["ms_played"] == 1000 * seconds
    assert (found["theirs"]["tracks"], found["theirs"]["artists"]) == (5, 4)
    assert (found["first_day"], found["last_day"]) == (None, "2026-11-20")


async def test_the_two_see_each_other_mirrored(listened: tuple[Actor, Actor], connect: Connect) -> None:
    connection = await connect(*listened)
    for entity in ("artist", "track", "album"):
        hers, his = [await compared(actor, connection, f"?entity={entity}") for actor in listened]
        assert (hers["match"], hers["shared"]) == (his["match"], his["shared"])
        assert (hers["mine"], hers["theirs"]) == (his["theirs"], his["mine"])
        assert (hers["for_me"], hers["for_them"]) == (his["for_them"], his["for_me"])
        turned = [(item["their_rank"], item["my_rank"], item["id"]) for item in his["items"]]
        assert [(item["my_rank"], item["their_rank"], item["id"]) for item in hers["items"]] == turned
    tracks = await compared(listened[0], connection, "?entity=track")
    assert [(item["name"], item["artist"]) for item in tracks["items"]] == [("One", "Both"), ("Two", "Both")]


async def test_nothing_but_sums_crosses(listened: tuple[Actor, Actor], connect: Connect) -> None:
    found = await compared(listened[0], await connect(*listened))
    assert set(found) == CROSSING[""]
    assert set(found["theirs"]) == CROSSING["theirs"]
    assert all(set(item) == CROSSING["items"] for item in found["items"])
    assert all(set(item) == CROSSING["for_me"] for item in found["for_me"] + found["for_them"])


async def test_a_range_is_widened_to_whole_months(listened: tuple[Actor, Actor], connect: Connect) -> None:
    connection = await connect(*listened)
    found = await compared(listened[0], connection, "?from=2026-03-02&to=2026-03-02")
    assert (found["first_day"], found["last_day"]) == ("2026-03-01", "2026-03-31")
    assert (found["mine"]["plays"], found["theirs"]["plays"]) == (6, 2)
    # what one heard in other months is known all the same
    assert found["for_me"] == []
    month = await compared(listened[0], connection, "?range=2026-06&entity=track")
    assert [item["name"] for item in month["for_me"]] == ["Theirs"]
    reply = await listened[0].client.get(f"{PEOPLE}/connections/{connection}/comparison?range=2026-13")
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_range")


@pytest.mark.parametrize("entity", ["artist", "track", "album"])
async def test_all_time_is_all_of_its_months(
    listened: tuple[Actor, Actor], connect: Connect, histories: Histories, entity: str
) -> None:
    """Totals without today, and months added up, are two ways to the same figures."""
    connection = await connect(*listened)
    today = [extended_row(f"2026-11-21T0{hour}:30:00Z", "One", "Both") for hour in range(3)]
    today += [extended_row("2026-11-21T09:30:00Z", "Only today", "Nobody else", album="New")]
    await histories.add(listened[1].user_id, today)
    ever = await compared(listened[0], connection, f"?entity={entity}")
    months = await compared(listened[0], connection, f"?entity={entity}&from=2020-01-01&to=2026-11-21")
    assert months.pop("first_day") == "2020-01-01"
    assert ever.pop("first_day") is None
    assert ever == months


async def test_today_crosses_tomorrow(
    listened: tuple[Actor, Actor], connect: Connect, histories: Histories, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = listened
    connection = await connect(alice, bob)
    before = await compared(alice, connection)
    just_now = [extended_row(f"2026-11-21T0{hour}:30:00Z", "New", "Alices") for hour in range(6)]
    await histories.add(bob.user_id, just_now)
    assert await compared(alice, connection) == before, "nobody watches somebody listening"
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    after = await compared(alice, connection)
    assert after["theirs"]["plays"] == before["theirs"]["plays"] + 6
    assert after["for_them"] == [], "Bob knows Alices now"


@pytest.mark.parametrize("changed", [0, 1])
async def test_copies_are_void_when_either_history_changes(
    listened: tuple[Actor, Actor], connect: Connect, histories: Histories, changed: int
) -> None:
    connection = await connect(*listened)
    url = f"{PEOPLE}/connections/{connection}/comparison?range=2026-03"
    first = await listened[0].client.get(url)
    same = await listened[0].client.get(url, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    await histories.add(listened[changed].user_id, [extended_row("2026-03-20T10:00:00Z", "One", "Both")])
    then = await listened[0].client.get(url, headers={"If-None-Match": first.headers["etag"]})
    assert then.status_code == 200
    side = ("mine", "theirs")[changed]
    assert then.json()[side]["plays"] == first.json()[side]["plays"] + 1


async def test_the_list_as_a_table(listened: tuple[Actor, Actor], connect: Connect) -> None:
    connection = await connect(*listened)
    url = f"{PEOPLE}/connections/{connection}/comparison?entity=track&limit=1"
    items = (await listened[0].client.get(url)).json()["items"]
    assert len(items) == 1
    reply = await listened[0].client.get(f"{url}&format=csv")
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="two-people-all.csv"'
    assert reply.headers["link"] == '</docs/listening/definitions.md#two-people>; rel="describedby"'
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [row["name"] for row in rows] == ["One", "Two"], "a download holds the whole list"
    assert rows[0] == {name: "" if value is None else str(value) for name, value in items[0].items()}


async def test_nobody_without_plays_has_a_match(
    alice: Actor, bob: Actor, connect: Connect, histories: Histories
) -> None:
    connection = await connect(alice, bob)
    found = await compared(alice, connection)
    assert (found["match"], found["items"], found["my_share"]) == (None, [], None)
    await histories.add(alice.user_id, [extended_row("2026-03-20T10:00:00Z")])
    assert (await compared(bob, connection))["match"] is None


async def test_each_ones_days_are_local(
    alice: Actor, bob: Actor, connect: Connect, histories: Histories
) -> None:
    """The last evening of March in UTC is April in Almaty; each one's March is their own."""
    await bob.client.patch("/api/v1/me", json={"timezone": "Asia/Almaty"})
    for actor in (alice, bob):
        await histories.add(actor.user_id, [extended_row("2026-03-31T20:00:00Z")])
    march = await compared(alice, await connect(alice, bob), "?range=2026-03")
    assert (march["mine"]["plays"], march["theirs"]["plays"]) == (1, 0)
