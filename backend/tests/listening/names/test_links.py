"""Songs that carry the same MBID or ISRC are one, until the switch or the listens say otherwise."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories
from fixtures.scrobbling import Player
from musaic.listening.analytics import public as analytics
from musaic.listening.names.repository.links import joined

BASE = "/api/v1/listening"
ONE = "0b1e8a4c-6c9c-4f7e-9d4a-2f3f4f1f6a01"
TWO = "0b1e8a4c-6c9c-4f7e-9d4a-2f3f4f1f6a02"
ISRC = "USRC17607839"


def listen(at: int, artist: str, title: str, **info: str) -> dict[str, Any]:
    """Return a listen in ListenBrainz' words."""
    track = {"artist_name": artist, "track_name": title, "additional_info": info}
    return {"listened_at": 1_700_000_000 + 1_000 * at, "track_metadata": track}


def jsonl(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


SAME = [
    listen(1, "Dudaray Band", "Dudaray", recording_mbid=ONE),
    listen(2, "Дударай", "Дударай (feat. Әсел)", recording_mbid=ONE),
    listen(3, "Dudarai", "Dudarai", isrc=ISRC),
    listen(4, "Other", "Other", recording_mbid=TWO),
]
BRIDGE = listen(5, "Dudarai", "Dudarai", recording_mbid=ONE)


async def songs(actor: Actor) -> dict[str, int]:
    reply = await actor.client.get(f"{BASE}/top-items?entity=track")
    return {item["name"]: item["plays"] for item in reply.json()["items"]}


async def artists(actor: Actor) -> dict[str, int]:
    reply = await actor.client.get(f"{BASE}/top-items?entity=artist")
    return {item["name"]: item["plays"] for item in reply.json()["items"]}


async def is_right(histories: Histories, actor: Actor) -> bool:
    async with histories.database.user_transaction(actor.user_id) as session:
        return await analytics.verify(session, actor.user_id) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_chains_join_to_the_least(pairs: list[tuple[int, int]]) -> None:
    groups = [{number} for number in range(13)]
    for one, other in pairs:
        first = next(group for group in groups if one in group)
        second = next(group for group in groups if other in group)
        if first is not second:
            groups.remove(second)
            first |= second
    expected = {each: min(group) for group in groups for each in group if each != min(group)}
    assert joined(pairs) == expected


@pytest.mark.asyncio
async def test_an_import_of_one_recording_under_two_names(alice: Actor, histories: Histories) -> None:
    imported = await histories.add(alice.user_id, jsonl(SAME), "1.jsonl")
    assert await songs(alice) == {"Dudaray": 2, "Dudarai": 1, "Other": 1}
    # The guest of the other spelling has sung, too.
    assert await artists(alice) == {"Dudaray Band": 2, "Әсел": 2, "Dudarai": 1, "Other": 1}
    assert await is_right(histories, alice)
    later = await histories.add(alice.user_id, jsonl([BRIDGE]), "2.jsonl")
    # One import makes its names in their order: this one is the oldest.
    assert await songs(alice) == {"Dudarai": 4, "Other": 1}
    assert await is_right(histories, alice)
    for undone, left in ((later, {"Dudaray": 2, "Dudarai": 1, "Other": 1}), (imported, {})):
        reply = await alice.client.delete(f"/api/v1/imports/{undone.id}")
        assert reply.status_code == 204
        assert await songs(alice) == left
        assert await is_right(histories, alice)


@pytest.mark.asyncio
async def test_the_switch_with_preview_undo_and_audit(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, jsonl([*SAME, BRIDGE]), "1.jsonl")
    together = await songs(alice)
    names = f"{BASE}/names"
    off = {"same_recordings": False}
    preview = (await alice.client.post(f"{names}/switches/preview", json=off)).json()
    assert (preview["listens"], preview["songs"], preview["exact"]) == (2, 2, True)
    assert {example["title_after"] for example in preview["examples"]} == {"Дударай", "Dudaray"}
    assert await songs(alice) == together
    assert (await alice.client.get(f"{names}/switches")).json()["same_recordings"] is True
    changed = (await alice.client.patch(f"{names}/switches", json=off)).json()
    assert (changed["listens"], changed["job_id"]) == (2, None)
    assert await songs(alice) == {"Dudarai": 2, "Dudaray": 1, "Дударай": 1, "Other": 1}
    assert await is_right(histories, alice)
    await histories.add(alice.user_id, jsonl([listen(9, "X", "Y", recording_mbid=TWO)]), "2.jsonl")
    assert await is_right(histories, alice)
    back = (await alice.client.patch(f"{names}/switches", json={"same_recordings": True})).json()
    assert back["listens"] == 3
    assert await songs(alice) == {"Dudarai": 4, "Other": 2}
    assert await is_right(histories, alice)
    audit = (await alice.client.get(f"{names}/audit")).json()["items"]
    assert [(item["action"], item["details"], item["listens"]) for item in audit] == [
        ("switches_set", {"same_recordings": True}, 3),
        ("switches_set", off, 2),
    ]


@pytest.mark.asyncio
async def test_other_switches_have_a_preview_too(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, jsonl(SAME), "1.jsonl")
    split = {"split_featured": False}
    preview = (await alice.client.post(f"{BASE}/names/switches/preview", json=split)).json()
    assert (preview["songs"], preview["exact"]) == (1, True)
    nothing = (await alice.client.post(f"{BASE}/names/switches/preview", json={})).json()
    assert (nothing["listens"], nothing["songs"]) == (0, 0)


@pytest.mark.asyncio
async def test_a_merge_by_hand_wins(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, jsonl(SAME), "1.jsonl")
    rows = (await alice.client.get(f"{BASE}/top-items?entity=track")).json()["items"]
    ids = {row["name"]: row["id"] for row in rows}
    rule = {
        "kind": "merge",
        "entity": "track",
        "subject_id": ids["Dudaray"],
        "target_id": ids["Dudarai"],
    }
    made = (await alice.client.post(f"{BASE}/names/rules", json=rule)).json()
    assert (made["listens"], await songs(alice)) == (2, {"Dudarai": 3, "Other": 1})
    assert await is_right(histories, alice)
    await alice.client.post(f"{BASE}/names/rules/{made['rule']['id']}/undo")
    assert await songs(alice) == {"Dudaray": 2, "Dudarai": 1, "Other": 1}
    exclude = {"kind": "exclude", "entity": "track", "subject_id": ids["Dudaray"]}
    made = (await alice.client.post(f"{BASE}/names/rules", json=exclude)).json()
    assert (made["listens"], await songs(alice)) == (2, {"Dudarai": 1, "Other": 1})
    assert await is_right(histories, alice)


@pytest.mark.asyncio
async def test_scrobbles_are_linked_at_once(player: Player, alice: Actor, histories: Histories) -> None:
    for row in (SAME[0], SAME[1], SAME[2]):
        document = {"listen_type": "single", "payload": [row]}
        assert (await player.client.post("/1/submit-listens", json=document)).status_code == 200
    assert await songs(alice) == {"Dudaray": 2, "Dudarai": 1}
    bridge = {"listen_type": "single", "payload": [BRIDGE]}
    await player.client.post("/1/submit-listens", json=bridge)
    assert await songs(alice) == {"Dudaray": 4}
    assert await is_right(histories, alice)
    # Without what bridged them, and without the first, they are two others again.
    listens = (await alice.client.get(f"{BASE}/listens?limit=10")).json()["items"]
    for number in (0, 3):
        deleted = await alice.client.delete(f"{BASE}/listens/{listens[number]['id']}")
        assert deleted.status_code == 204
        assert await is_right(histories, alice)
    assert await songs(alice) == {"Дударай": 1, "Dudarai": 1}


@pytest.mark.asyncio
async def test_links_that_went_wrong_are_found_and_mended(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, jsonl(SAME), "1.jsonl")
    async with histories.database.user_transaction(alice.user_id) as session:
        await session.execute(text("DELETE FROM song_link"))
        assert await analytics.verify(session, alice.user_id) != []
        await analytics.begin_change(session, alice.user_id, "UTC")
        await analytics.repair(session, alice.user_id)
        assert await analytics.verify(session, alice.user_id) == []
    assert await songs(alice) == {"Dudaray": 2, "Dudarai": 1, "Other": 1}
