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
]


async def test_an_export_needs_a_log_in(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.get(URL)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize(("name", "empty"), [("musaic", "[\n]\n"), ("listenbrainz", ""), ("csv", None)])
async def test_nobody_exports_the_listens_of_others(
    alice: Actor, bob: Actor, histories: Histories, name: str, empty: str | None
) -> None:
    await histories.add(alice.user_id, [extended_row("2024-01-01T10:00:00Z", "Secret")])
    reply = await bob.client.get(URL, params={"format": name})
    assert reply.status_code == 200
    assert "Secret" not in reply.text
    if empty is not None:
        assert reply.text == empty


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


def _without_ids(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inner for name, inner in value.items() if name not in {"id", "track_id", "next_cursor"}}


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
    listens = exported.json()
    assert any(listen.get("repeat") for listen in listens)
    fresh = await make_actor()
    imported = await histories.add(fresh.user_id, exported.content, "musaic-listens.json")
    assert imported.outcome.format == "musaic"
    assert imported.outcome.skipped == sum(listen.get("repeat", False) for listen in listens)
    assert imported.outcome.rejected == 0
    assert await charts(fresh) == await charts(alice)
    again = await histories.add(fresh.user_id, exported.content, "musaic-listens.json")
    assert again.outcome.added == 0
    # What goes out of the second account is what went into it.
    second = (await fresh.client.get(URL)).json()
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
    listens = (await alice.client.get(URL)).json()
    assert {listen["title"] for listen in listens} == {f"Song {number}" for number in range(20)}
    assert len(listens) == 20
