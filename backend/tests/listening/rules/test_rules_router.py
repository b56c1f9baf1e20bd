"""Switches and rules over HTTP; what they do is read from the charts on the next request."""

from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories, RunJob, extended_row
from musaic.listening.analytics import public as analytics
from musaic.listening.rules import apply

pytestmark = pytest.mark.asyncio

NAMES = "/api/v1/listening/names"
# Not drawn anew: the names of the tests must be the same in every worker.
NOBODYS = UUID(int=1)
ROWS = [
    extended_row("2024-05-01T10:00:00Z", "Power", "Kanye West"),
    extended_row("2024-05-01T11:00:00Z", "Power - Remastered 2019", "Kanye West", album="Album (Deluxe)"),
    extended_row("2024-05-02T10:00:00Z", "Carnival", "Ye", album="Vultures"),
    extended_row("2024-05-03T10:00:00Z", "Umbrella (feat. JAY-Z)", "Rihanna", album="Good Girl"),
    extended_row("2024-05-04T10:00:00Z", "Lullaby", "Children", album="Sleep"),
    extended_row("2024-05-04T11:00:00Z", "Mix", "A; B", album=None),
]


@pytest_asyncio.fixture
async def heard(histories: Histories, alice: Actor) -> Actor:
    await histories.add(alice.user_id, ROWS)
    return alice


async def top(actor: Actor, entity: str = "artist", **query: str) -> dict[str, int]:
    reply = await actor.client.get("/api/v1/listening/top-items", params={"entity": entity, **query})
    return {item["name"]: item["plays"] for item in reply.json()["items"]}


async def ids(actor: Actor, entity: str = "artist") -> dict[str, int]:
    reply = await actor.client.get("/api/v1/listening/top-items", params={"entity": entity})
    return {item["name"]: item["id"] for item in reply.json()["items"]}


async def rule(actor: Actor, **body: Any) -> httpx.Response:
    return await actor.client.post(f"{NAMES}/rules", json=body)


async def undo(actor: Actor, reply: httpx.Response) -> httpx.Response:
    return await actor.client.post(f"{NAMES}/rules/{reply.json()['rule']['id']}/undo")


async def differences(histories: Histories, actor: Actor) -> list[Any]:
    async with histories.database.user_transaction(actor.user_id) as session:
        return await analytics.verify(session, actor.user_id)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/switches"),
        ("PATCH", "/switches"),
        ("POST", "/switches/preview"),
        ("GET", "/rules"),
        ("POST", "/rules"),
        ("POST", "/rules/preview"),
        ("POST", f"/rules/{NOBODYS}/undo"),
        ("DELETE", f"/rules/{NOBODYS}"),
        ("GET", "/audit"),
    ],
)
async def test_needs_a_caller(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    assert (await anonymous.request(method, NAMES + path, json={})).status_code == 401


async def test_rules_of_others_do_not_exist(heard: Actor, bob: Actor) -> None:
    made = await rule(heard, kind="not_an_artist", text="JAY-Z")
    rule_id = made.json()["rule"]["id"]
    assert (await bob.client.post(f"{NAMES}/rules/{rule_id}/undo")).status_code == 404
    assert (await bob.client.delete(f"{NAMES}/rules/{rule_id}")).status_code == 404
    assert (await bob.client.get(f"{NAMES}/rules")).json()["items"] == []
    assert (await bob.client.get(f"{NAMES}/audit")).json()["items"] == []
    kanye = (await ids(heard))["Kanye West"]
    reply = await rule(bob, kind="exclude", entity="artist", subject_id=kanye)
    assert (reply.status_code, reply.json()["code"]) == (422, "name_not_in_history")


async def test_by_default_guests_are_credited_and_labels_left_out(heard: Actor) -> None:
    assert await top(heard) == {
        "Kanye West": 2, "Ye": 1, "Rihanna": 1, "JAY-Z": 1, "Children": 1, "A; B": 1
    }  # fmt: skip
    assert (await top(heard, "track"))["Power"] == 2
    assert (await top(heard, "album"))["Album"] == 2
    assert await top(heard, range="2024") == await top(heard)
    totals = (await heard.client.get("/api/v1/listening/summary")).json()
    year = (await heard.client.get("/api/v1/listening/summary", params={"range": "2024"})).json()
    assert totals == year
    assert (totals["artists"], totals["tracks"]) == (6, 5)


async def test_switches_take_effect_on_the_next_request(heard: Actor, histories: Histories) -> None:
    switches = {
        "clean_titles": True, "merge_editions": True, "split_featured": True, "split_separators": False,
        "same_recordings": True,
    }  # fmt: skip
    assert (await heard.client.get(f"{NAMES}/switches")).json() == switches
    changes = {"clean_titles": False, "split_featured": False, "split_separators": True}
    reply = await heard.client.patch(f"{NAMES}/switches", json=changes)
    assert (reply.status_code, reply.json()["job_id"]) == (200, None)
    assert reply.json()["switches"] == switches | changes
    artists = await top(heard)
    assert (artists["A"], artists["B"], "JAY-Z" in artists) == (1, 1, False)
    assert (await top(heard, "track"))["Power - Remastered 2019"] == 1
    assert await differences(histories, heard) == []
    same = await heard.client.patch(f"{NAMES}/switches", json=changes)
    assert same.json()["listens"] == 0
    [audit] = (await heard.client.get(f"{NAMES}/audit")).json()["items"]
    assert (audit["action"], audit["details"]) == ("switches_set", changes)


async def test_merging_artists_and_undo(heard: Actor, histories: Histories) -> None:
    before, known = await top(heard), await ids(heard)
    made = await rule(
        heard, kind="merge", entity="artist", subject_id=known["Kanye West"], target_id=known["Ye"]
    )
    assert (made.status_code, made.json()["listens"], made.json()["job_id"]) == (200, 2, None)
    assert made.json()["rule"]["subject"]["name"] == "Kanye West"
    artists = await top(heard)
    assert (artists["Ye"], "Kanye West" in artists) == (3, False)
    assert await differences(histories, heard) == []
    circle = await rule(
        heard, kind="merge", entity="artist", subject_id=known["Ye"], target_id=known["Kanye West"]
    )
    assert circle.status_code in {409, 422}
    assert (await undo(heard, made)).json()["listens"] == 2
    assert await top(heard) == before
    assert (await undo(heard, made)).json()["code"] == "rule_already_undone"
    assert await differences(histories, heard) == []
    actions = [item["action"] for item in (await heard.client.get(f"{NAMES}/audit")).json()["items"]]
    assert actions == ["rule_undone", "rule_added"]


async def test_merging_tracks_and_albums(heard: Actor, histories: Histories) -> None:
    for entity, subject, target in (("track", "Carnival", "Power"), ("album", "Vultures", "Album")):
        before, known = await top(heard, entity), await ids(heard, entity)
        made = await rule(
            heard, kind="merge", entity=entity, subject_id=known[subject], target_id=known[target]
        )
        assert made.json()["listens"] == 1
        assert (await top(heard, entity))[target] == 3
        assert await differences(histories, heard) == []
        deleted = await heard.client.delete(f"{NAMES}/rules/{made.json()['rule']['id']}")
        assert deleted.json()["listens"] == 1
        assert await top(heard, entity) == before
    assert (await heard.client.get(f"{NAMES}/rules")).json()["items"] == []
    assert await differences(histories, heard) == []


async def test_renaming_also_where_only_the_spelling_changes(heard: Actor, histories: Histories) -> None:
    known = await ids(heard)
    made = await rule(
        heard, kind="rename", entity="artist", subject_id=known["Kanye West"], text="KANYE WEST"
    )
    artists = await top(heard)
    assert (artists["KANYE WEST"], "Kanye West" in artists) == (2, False)
    songs = await ids(heard, "track")
    await rule(heard, kind="rename", entity="track", subject_id=songs["Power"], text="POWER!")
    assert (await top(heard, "track"))["POWER!"] == 2
    assert await differences(histories, heard) == []
    await undo(heard, made)
    assert (await top(heard))["Kanye West"] == 2
    assert await differences(histories, heard) == []


async def test_splitting_keeping_together_and_no_artists(heard: Actor, histories: Histories) -> None:
    split = await rule(heard, kind="split_as", text="A; B", names=["A", "B", "C"])
    assert split.status_code == 200
    artists = await top(heard)
    assert (artists["A"], artists["B"], artists["C"], "A; B" in artists) == (1, 1, 1, False)
    await undo(heard, split)
    await heard.client.patch(f"{NAMES}/switches", json={"split_separators": True})
    assert "A" in await top(heard)
    await rule(heard, kind="keep_together", text="a; b")
    assert (await top(heard))["A; B"] == 1
    nobody = await rule(heard, kind="not_an_artist", text="JAY-Z")
    assert "JAY-Z" not in await top(heard)
    await undo(heard, nobody)
    assert (await top(heard))["JAY-Z"] == 1
    assert await differences(histories, heard) == []


async def test_exclusions_leave_every_chart(heard: Actor, histories: Histories) -> None:
    artists, albums, songs = [await ids(heard, entity) for entity in ("artist", "album", "track")]
    made = [
        await rule(heard, kind="exclude", entity="artist", subject_id=artists["Children"]),
        await rule(heard, kind="exclude", entity="artist", subject_id=artists["JAY-Z"]),
        await rule(heard, kind="exclude", entity="album", subject_id=albums["Vultures"]),
        await rule(heard, kind="exclude", entity="track", subject_id=songs["Power"]),
        await rule(
            heard,
            kind="exclude",
            entity="window",
            from_at="2024-05-04T10:30:00+00:00",
            until_at="2024-05-05T00:00:00+00:00",
        ),
    ]
    assert [reply.json()["listens"] for reply in made] == [1, 0, 1, 2, 1]
    assert await top(heard) == {"Rihanna": 1}
    assert (await heard.client.get("/api/v1/listening/summary")).json()["plays"] == 1
    assert await differences(histories, heard) == []
    # What comes later is kept out, too.
    later = [
        extended_row("2024-06-01T10:00:00Z", "Lullaby", "Children"),
        extended_row("2024-05-04T12:00:00Z", "Elsewhere", "Somebody"),
    ]
    await histories.add(heard.user_id, later)
    assert await top(heard) == {"Rihanna": 1}
    for reply in made:
        assert (await undo(heard, reply)).status_code == 200
        assert await differences(histories, heard) == []
    assert sum((await top(heard, "track")).values()) == len(ROWS) + len(later)


async def test_a_preview_counts_and_keeps_nothing(heard: Actor) -> None:
    known = await ids(heard)
    body = {
        "kind": "merge", "entity": "artist", "subject_id": known["Kanye West"], "target_id": known["Ye"]
    }  # fmt: skip
    reply = (await heard.client.post(f"{NAMES}/rules/preview", json=body)).json()
    assert (reply["listens"], reply["exact"]) == (2, True)
    assert reply["examples"][0] == {
        "artist": "Kanye West",
        "title": "Power",
        "artists_after": ["Ye"],
        "title_after": "Power",
        "excluded": False,
        "plays": 2,
    }
    window = {
        "kind": "exclude",
        "entity": "window",
        "from_at": "2024-05-04T00:00:00Z",
        "until_at": "2024-05-05T00:00:00Z",
    }
    assert (await heard.client.post(f"{NAMES}/rules/preview", json=window)).json()["listens"] == 2
    assert (await heard.client.get(f"{NAMES}/rules")).json()["items"] == []
    assert "Kanye West" in await top(heard)


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "merge"},
        {"kind": "merge", "entity": "genre", "subject_id": 1, "target_id": 2},
        {"kind": "rename", "entity": "artist", "subject_id": 1},
        {"kind": "split_as", "text": "A"},
        {"kind": "keep_together", "text": "A", "names": ["A"]},
        {"kind": "keep_together", "entity": "artist", "text": "A"},
        {"kind": "exclude", "entity": "window", "from_at": "2024-01-01T00:00:00Z"},
        {
            "kind": "exclude",
            "entity": "window",
            "from_at": "2024-01-02T00:00:00Z",
            "until_at": "2024-01-01T00:00:00Z",
        },
        {"kind": "exclude", "entity": "genre", "text": "x" * 501},
        {"kind": "not_an_artist", "text": "\u200b"},
    ],
)
async def test_rules_that_make_no_sense_are_refused(heard: Actor, body: dict[str, Any]) -> None:
    reply = await rule(heard, **body)
    if body.get("text") == "\u200b":
        assert reply.status_code in {200, 422}
    else:
        assert reply.status_code == 422


async def test_the_same_key_adds_one_rule(heard: Actor) -> None:
    headers = {"Idempotency-Key": "once"}
    body = {"kind": "not_an_artist", "text": "JAY-Z"}
    first, second = [await heard.client.post(f"{NAMES}/rules", json=body, headers=headers) for _ in range(2)]
    assert first.json() == second.json()
    assert len((await heard.client.get(f"{NAMES}/rules")).json()["items"]) == 1


async def test_a_large_change_is_a_job(
    heard: Actor, histories: Histories, run_job: RunJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await ids(heard)
    monkeypatch.setattr(apply, "LARGE_PLAYS", 1)
    made = await rule(heard, kind="exclude", entity="artist", subject_id=known["Kanye West"])
    assert (made.status_code, made.json()["listens"]) == (202, None)
    assert "Kanye West" in await top(heard)
    await run_job(made.json()["job_id"])
    assert "Kanye West" not in await top(heard)
    [audit] = (await heard.client.get(f"{NAMES}/audit")).json()["items"]
    assert audit["listens"] == 2
    assert await differences(histories, heard) == []


async def test_lists_come_in_pages(heard: Actor) -> None:
    for name in ("A", "B", "C"):
        await rule(heard, kind="not_an_artist", text=name)
    for path in ("rules", "audit"):
        page = (await heard.client.get(f"{NAMES}/{path}", params={"limit": 2})).json()
        rest = await heard.client.get(f"{NAMES}/{path}", params={"limit": 2, "cursor": page["next_cursor"]})
        assert (len(page["items"]), len(rest.json()["items"])) == (2, 1)
        assert rest.json()["next_cursor"] is None
        bad = await heard.client.get(f"{NAMES}/{path}", params={"cursor": "x"})
        assert bad.json()["code"] == "invalid_cursor"


async def test_genres_of_imports_can_be_kept_out(heard: Actor, histories: Histories) -> None:
    songs = await ids(heard, "track")
    tag = "INSERT INTO track_tag (user_id, track_id, tag, source) VALUES (:user_id, :id, 'kids', 'import')"
    async with histories.database.user_transaction(heard.user_id) as session:
        await session.execute(text(tag), {"user_id": heard.user_id, "id": songs["Lullaby"]})
        await analytics.begin_change(session, heard.user_id, "UTC")
        await analytics.facts_changed(session, heard.user_id, [songs["Lullaby"]])
    made = await rule(heard, kind="exclude", entity="genre", text="KIDS")
    assert (made.status_code, made.json()["listens"]) == (200, 1)
    assert "Children" not in await top(heard)
    await undo(heard, made)
    assert "Children" in await top(heard)
    assert await differences(histories, heard) == []
