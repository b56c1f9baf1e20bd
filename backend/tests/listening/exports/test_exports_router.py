"""The whole history as a file, and back into a fresh account."""

import csv
import io
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from fixtures.api import Actor, MakeActor
from fixtures.chart_rows import chart_rows
from fixtures.listening import Histories, account_row, extended_row
from musaic.listening.analytics import public as analytics
from musaic.listening.history.service.apply import undo_import
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
URL = "/api/v1/listening/export"
CHARTS = [
    "summary",
    "heat-map",
    "timeline?bucket=day",
    "skips",
    "habits?fact=platform",
    "habits?fact=country",
    "sessions?limit=200",
    "streaks",
    "breaks",
    "discoveries",
    "milestones",
    "on-repeat",
    "calendar?year=2023",
    "genres?limit=200",
    "release-years?period=year",
    "by-hour",
    "by-weekday",
    "timeline?bucket=month&metric=time",
    "concentration?entity=artist",
    "concentration?entity=track&metric=time",
    "one-hit-wonders",
    "forgotten?entity=artist",
    "rediscoveries?entity=track",
    "first-listens?entity=album&limit=200",
    "race?entity=artist&frame=year",
    "compare/ranges?entity=artist&range=2023&with_range=2022",
    "rewind/2023",
    "listens?limit=200",
    "life-events",
    "names/switches",
]


async def test_an_export_needs_a_log_in(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.get(URL)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("name", ["musaic", "listenbrainz", "csv"])
async def test_nobody_exports_the_listens_of_others(
    alice: Actor, bob: Actor, histories: Histories, name: str
) -> None:
    await histories.add(alice.user_id, [extended_row("2024-01-01T10:00:00Z", "Secret")])
    reply = await bob.client.get(URL, params={"format": name})
    assert reply.status_code == 200
    assert "Secret" not in reply.text
    if name == "musaic":
        [switches] = reply.json()
        assert switches["kept"] == "switches"
    else:
        assert len(reply.text.splitlines()) == (name == "csv")


def listens_in(reply: httpx.Response) -> list[dict[str, Any]]:
    return [row for row in reply.json() if "kept" not in row]


async def charts(actor: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for chart in CHARTS:
        body = (await actor.client.get(f"/api/v1/listening/{chart}")).json()
        # Ids are given out anew; names and figures are what must be the same.
        found[chart] = json.loads(json.dumps(body), object_hook=_without_ids)
    for entity in ("track", "artist", "album"):
        body = (await actor.client.get(f"/api/v1/listening/top-items?entity={entity}&limit=200")).json()
        found[entity] = sorted(
            (item["plays"], item["ms_played"], item["name"], item["artist"] or "") for item in body["items"]
        )
    return found


async def same_charts(one: Actor, other: Actor) -> None:
    ours, theirs = await charts(one), await charts(other)
    for chart, figures in ours.items():
        assert figures == theirs[chart], chart


def _without_ids(value: dict[str, Any]) -> dict[str, Any]:
    own = {"id", "track_id", "artist_id", "album_id", "next_cursor", "source", "created_at"}
    return {name: inner for name, inner in value.items() if name not in own}


async def test_a_fresh_account_gets_identical_charts(
    alice: Actor, make_actor: MakeActor, histories: Histories
) -> None:
    rows = chart_rows(400)
    # Twice the same song at one moment, ended at different times; and a repeat across two sources.
    rows += [
        extended_row("2023-05-05T10:00:40Z", "Echo", ms=40_000),
        extended_row("2023-05-05T10:01:10Z", "Echo", ms=70_000),
        extended_row("2023-05-06T10:03:20Z", "Twin", "Both", ms=200_000, album=None),
        extended_row("2023-05-07T10:00:00Z", "Song (feat. Guest)", "Main", ms=100_000),
    ]
    await histories.add(alice.user_id, rows)
    await histories.add(alice.user_id, [account_row("2023-05-06 10:03", "Twin", "Both")])
    await tell(histories, alice.user_id)
    exported = await alice.client.get(URL)
    assert exported.headers["content-disposition"].endswith('.json"')
    listens = listens_in(exported)
    assert any(listen.get("repeat") for listen in listens)
    fresh = await make_actor()
    imported = await histories.add(fresh.user_id, exported.content, "musaic-listens.json")
    assert imported.outcome.format == "musaic"
    assert imported.outcome.skipped == sum(listen.get("repeat", False) for listen in listens)
    assert imported.outcome.rejected == 0
    await same_charts(fresh, alice)
    again = await histories.add(fresh.user_id, exported.content, "musaic-listens.json")
    assert again.outcome.added == 0
    # What goes out of the second account is what went into it.
    second = listens_in(await fresh.client.get(URL))
    facts = ["at", "artist", "title", "ms_played", "counts", "item"]
    assert sorted([str(listen.get(fact)) for fact in facts] for listen in second) == sorted(
        [str(listen.get(fact)) for fact in facts] for listen in listens if not listen.get("repeat")
    )


async def tell(histories: Histories, user_id: int) -> None:
    """Say genres of some songs and artists, and years of some songs, as services do."""
    statements = (
        (
            "INSERT INTO track_tag (user_id, track_id, tag, source) SELECT user_id, named_track_id, "
            "'genre ' || named_track_id % 3, 'lastfm' FROM song_name WHERE named_track_id % 4 = 0"
        ),
        (
            "INSERT INTO artist_tag (user_id, artist_id, tag, source) "
            "SELECT user_id, artist_id, 'of artist', 'lastfm' FROM artist_total WHERE artist_id % 2 = 0"
        ),
        (
            "INSERT INTO track_year (user_id, track_id, year, source) SELECT user_id, named_track_id, "
            "1960 + named_track_id % 50, 'musicbrainz' FROM song_name WHERE named_track_id % 3 = 0"
        ),
    )
    async with histories.database.user_transaction(user_id) as session:
        for statement in statements:
            await session.execute(text(statement))
        await analytics.begin_change(session, user_id, "UTC")
        await analytics.facts_changed(session, user_id)


NAMES = "/api/v1/listening/names"


async def rule(actor: Actor, **body: object) -> None:
    reply = await actor.client.post(f"{NAMES}/rules", json=body)
    assert reply.status_code == 200, reply.text


async def ids_of(actor: Actor, entity: str) -> dict[str, int]:
    top = (await actor.client.get(f"/api/v1/listening/top-items?entity={entity}&limit=200")).json()
    return {item["name"]: item["id"] for item in top["items"]}


async def hold_everything(actor: Actor) -> None:
    """Give an account with listens a rule of every kind, other switches and a life event."""
    artists, tracks = await ids_of(actor, "artist"), await ids_of(actor, "track")
    first, second, third, fourth, *_ = artists
    await rule(actor, kind="merge", entity="artist", subject_id=artists[first], target_id=artists[second])
    await rule(actor, kind="rename", entity="artist", subject_id=artists[third], text=third.upper())
    await rule(actor, kind="exclude", entity="artist", subject_id=artists[fourth])
    await rule(actor, kind="exclude", entity="track", subject_id=next(reversed(tracks.values())))
    await rule(actor, kind="split_as", text="Duo Uno", names=["Duo", "Uno"])
    await rule(actor, kind="keep_together", text="Main feat. Guest")
    window = {"from_at": "2023-05-01T00:00:00Z", "until_at": "2023-05-04T00:00:00Z"}
    await rule(actor, kind="exclude", entity="window", **window)
    switches = {"clean_titles": False, "split_separators": True}
    assert (await actor.client.patch(f"{NAMES}/switches", json=switches)).status_code == 200
    event = {"title": "Move", "kind": "move", "first_day": "2023-05-01", "note": "far", "colour": "#00ff00"}
    reply = await actor.client.post("/api/v1/listening/life-events", json=event)
    assert reply.status_code == 201


async def rules_of(actor: Actor) -> list[tuple[object, ...]]:
    items = (await actor.client.get(f"{NAMES}/rules")).json()["items"]
    plain = ("kind", "entity", "text", "names", "from_at", "until_at", "created_at")
    sides = ("subject", "target")
    return [
        (*(item[name] for name in plain), *(item[side] and item[side]["name"] for side in sides))
        for item in items
    ]


async def test_rules_switches_events_and_opinions_go_along(
    alice: Actor, make_actor: MakeActor, histories: Histories, database: Database
) -> None:
    rows = chart_rows(400)
    rows += [
        extended_row("2023-05-08T10:00:00Z", "Song - Remastered 2011", "Duo Uno", ms=100_000),
        extended_row("2023-05-07T10:00:00Z", "Song", "Main feat. Guest", ms=100_000),
    ]
    await histories.add(alice.user_id, rows)
    await hold_everything(alice)
    await love(database, alice.user_id)
    exported = (await alice.client.get(URL)).content
    fresh = await make_actor()
    imported = await histories.add(fresh.user_id, exported, "musaic-listens.json")
    assert imported.outcome.rejected == 0
    await same_charts(fresh, alice)
    assert await rules_of(fresh) == await rules_of(alice)
    assert await opinions_of(database, fresh.user_id) == await opinions_of(database, alice.user_id)
    async with database.user_transaction(fresh.user_id) as session:
        assert await analytics.verify(session, fresh.user_id) == []
    # Once more adds nothing; taking the first import back takes everything back.
    again = await histories.add(fresh.user_id, exported, "musaic-listens.json")
    assert again.outcome.added == 0
    assert len(await rules_of(fresh)) == len(await rules_of(alice))
    async with database.user_transaction(fresh.user_id) as session:
        await undo_import(session, fresh.user_id, imported.id)
    assert await rules_of(fresh) == []
    assert (await fresh.client.get("/api/v1/listening/life-events")).json()["items"] == []
    assert (await fresh.client.get(f"{NAMES}/switches")).json()["clean_titles"] is True
    assert await opinions_of(database, fresh.user_id) == []


async def test_rules_that_join_a_history_rename_it(
    alice: Actor, make_actor: MakeActor, histories: Histories, database: Database
) -> None:
    await histories.add(alice.user_id, chart_rows(200))
    await hold_everything(alice)
    exported = (await alice.client.get(URL)).content
    other = await make_actor()
    await histories.add(other.user_id, chart_rows(300))
    await histories.add(other.user_id, exported, "musaic-listens.json")
    async with database.user_transaction(other.user_id) as session:
        assert await analytics.verify(session, other.user_id) == []
    assert set(await ids_of(other, "artist")) <= set(await ids_of(alice, "artist"))


async def test_nonsense_beside_listens_is_passed_over(alice: Actor, histories: Histories) -> None:
    switches = {"musaic": 1, "kept": "switches", "value": {"clean_titles": True}}
    kept = [
        ("rule", {"kind": "merge", "entity": "artist", "created_at": "2024-01-01T00:00:00Z"}),
        ("rule", {"kind": "exclude", "entity": "planet"}),
        (
            "rule",
            {
                "kind": "exclude",
                "entity": "artist",
                "subject": {"artist": "nul \0"},
                "created_at": "2024-01-01T00:00:00Z",
            },
        ),
        ("life_event", {"title": "x", "kind": "move", "first_day": "2024-02-30"}),
        ("opinion", {"score": 7, "created_at": "2024-01-01T00:00:00Z"}),
        ("moon", {"phase": "full"}),
    ]
    rows = [switches, *({"musaic": 1, "kept": sort, "value": value} for sort, value in kept)]
    rows.append({"musaic": 1, "at": "2024-01-01T10:00:00Z", "artist": "A", "title": "B", "counts": True})
    imported = await histories.add(alice.user_id, json.dumps(rows).encode(), "musaic-listens.json")
    assert (imported.outcome.rows_read, imported.outcome.added, imported.outcome.rejected) == (1, 1, 0)
    assert await rules_of(alice) == []


async def love(database: Database, user_id: int) -> None:
    statement = text(
        "INSERT INTO feedback (user_id, recording_msid, track_id, score) "
        "SELECT user_id, gen_random_uuid(), named_track_id, 1 FROM song_name WHERE user_id = :user_id LIMIT 3"
    )
    async with database.user_transaction(user_id) as session:
        await session.execute(statement, {"user_id": user_id})


async def opinions_of(database: Database, user_id: int) -> list[tuple[Any, ...]]:
    statement = text(
        "SELECT recording_msid, track_id, score, created_at FROM feedback WHERE user_id = :user_id ORDER BY 1"
    )
    async with database.user_transaction(user_id) as session:
        return [tuple(row) for row in await session.execute(statement, {"user_id": user_id})]


async def test_listenbrainz_lines_can_be_imported(
    alice: Actor, make_actor: MakeActor, histories: Histories
) -> None:
    await histories.add(alice.user_id, chart_rows(60))
    lines = (await alice.client.get(URL, params={"format": "listenbrainz"})).content
    plays = (await alice.client.get("/api/v1/listening/summary")).json()["plays"]
    assert len(lines.splitlines()) == plays
    first = json.loads(lines.splitlines()[0])
    assert set(first) == {"listened_at", "track_metadata"}
    fresh = await make_actor()
    imported = await histories.add(fresh.user_id, lines, "listens.jsonl")
    assert (imported.outcome.format, imported.outcome.rejected) == ("listenbrainz", 0)


async def test_csv_holds_every_listen_and_runs_nothing(alice: Actor, histories: Histories) -> None:
    rows = [extended_row(f"2024-01-01T{hour:02}:00:00Z", "=1+1", ms=1_000 * hour) for hour in range(24)]
    await histories.add(alice.user_id, rows)
    table = list(csv.DictReader(io.StringIO((await alice.client.get(URL, params={"format": "csv"})).text)))
    assert (len(table), {row["title"] for row in table}) == (24, {"'=1+1"})
    assert "ip_addr" not in table[0]


async def test_a_long_history_comes_in_pages(
    alice: Actor, histories: Histories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musaic.listening.exports.router._ROWS", 7)
    rows = [extended_row("2024-01-01T10:00:00Z", f"Song {number}") for number in range(20)]
    await histories.add(alice.user_id, rows)
    listens = listens_in(await alice.client.get(URL))
    assert {listen["title"] for listen in listens} == {f"Song {number}" for number in range(20)}
    assert len(listens) == 20
