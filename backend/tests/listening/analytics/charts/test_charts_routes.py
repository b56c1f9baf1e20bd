"""Every chart over HTTP: who may ask, who sees what, CSV, definitions, wrong parameters."""

import csv
import io
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from fixtures.api import Actor
from fixtures.chart_rows import chart_rows
from fixtures.listening import Histories
from musaic.listening.analytics.router import router as analytics

pytestmark = pytest.mark.asyncio
BASE = "/api/v1/listening"
DEFINITIONS = Path(__file__).parents[5] / "docs" / "listening" / "definitions.md"
CHARTS = [
    "top-items",
    "genres",
    "release-years",
    "release-years?period=year",
    "summary",
    "by-hour",
    "by-weekday",
    "heat-map",
    "calendar?year=2023",
    "timeline",
    "sessions",
    "streaks",
    "breaks",
    "on-repeat",
    "skips",
    "habits?fact=shuffle",
    "habits?fact=offline",
    "habits?fact=platform",
    "habits?fact=country",
    "discoveries",
    "first-listens",
    "rediscoveries?from=2023-06-01&to=2024-12-31",
    "forgotten",
    "milestones",
    "one-hit-wonders",
    "concentration",
    "race",
    "compare/ranges?range=2023&with_range=2022",
    "listens",
    "rewind/2023",
]
PICTURES = ["rewind/2023/image.svg", "rewind/2023/image.png"]
OF_ONE = ["artists/{artist}", "albums/{album}", "tracks/{track}", "compare/artists?a={artist}&b={artist}"]


@pytest.mark.parametrize("chart", [*CHARTS, *PICTURES, *OF_ONE])
async def test_charts_need_a_log_in(anonymous: httpx.AsyncClient, chart: str) -> None:
    reply = await anonymous.get(f"{BASE}/{chart.format(artist=1, album=1, track=1)}")
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_the_deletion_of_a_listen_needs_a_log_in(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.delete(f"{BASE}/listens/1")
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_no_chart_is_left_out_here(app_routes: list[str]) -> None:
    asked = {re.sub(r"\?.*", "", chart) for chart in (*CHARTS, *PICTURES, *OF_ONE)}
    asked = {re.sub(r"rewind/\d+", "rewind/{year}", re.sub(r"\{\w+\}", "{id}", path)) for path in asked}
    assert set(app_routes) == asked


@pytest.fixture
def app_routes() -> list[str]:
    application = FastAPI()
    application.include_router(analytics)
    return [
        path.removeprefix("/listening/")
        for path, methods in application.openapi()["paths"].items()
        if "get" in methods
    ]


async def test_nobody_sees_the_charts_of_others(alice: Actor, bob: Actor, histories: Histories) -> None:
    before = {chart: (await bob.client.get(f"{BASE}/{chart}")).json() for chart in CHARTS}
    await histories.add(alice.user_id, chart_rows(400))
    unlike = []
    # Half a year of silence and five plays before it are more than this history has.
    quiet = [chart for chart in CHARTS if chart.startswith("rediscoveries")]
    for chart in CHARTS:
        hers = await alice.client.get(f"{BASE}/{chart}")
        assert hers.status_code == 200, chart
        assert (await bob.client.get(f"{BASE}/{chart}")).json() == before[chart]
        if hers.json() != before[chart]:
            unlike.append(chart)
    assert unlike == [chart for chart in CHARTS if chart not in quiet]
    row = next(row for row in await histories.listens(alice.user_id) if row["counted"] and row["album_id"])
    ids = {kind: row[f"{kind}_id"] for kind in ("artist", "album", "track")}
    for chart in OF_ONE:
        assert (await alice.client.get(f"{BASE}/{chart.format(**ids)}")).status_code == 200
        reply = await bob.client.get(f"{BASE}/{chart.format(**ids)}")
        assert (reply.status_code, reply.json()["code"]) == (404, "not_in_history")


async def test_every_chart_is_a_table_and_is_defined(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(300))
    headings = re.findall(r"^## (.+)$", DEFINITIONS.read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    for chart in CHARTS:
        reply = await alice.client.get(f"{BASE}/{chart}")
        anchor = re.search(r"definitions\.md#([a-z-]+)>", reply.headers["link"])
        assert anchor is not None
        assert anchor[1] in anchors, chart
        body = reply.json()
        assert body.get("definition", anchor[1]) == anchor[1]
        table = await alice.client.get(f"{BASE}/{chart}", headers={"Accept": "text/csv"})
        assert table.headers["content-type"] == "text/csv; charset=utf-8"
        assert table.headers["content-disposition"].endswith('.csv"')
        rows = list(csv.reader(io.StringIO(table.text)))
        same = await alice.client.get(f"{BASE}/{chart}{'&' if '?' in chart else '?'}format=csv")
        assert same.text == table.text
        if "items" in body:
            assert len(rows) - 1 >= len(body["items"]), chart
            assert all(len(row) == len(rows[0]) for row in rows)
        else:
            assert rows[0] == ["figure", "value"]


async def test_a_download_is_the_whole_list(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(600))
    for chart in ("listens", "sessions", "first-listens"):
        page = (await alice.client.get(f"{BASE}/{chart}?limit=3")).json()
        assert len(page["items"]) == 3
        assert page["next_cursor"]
        table = (await alice.client.get(f"{BASE}/{chart}?limit=3&format=csv")).text
        assert len(table.splitlines()) > 20


async def test_an_empty_table_has_its_columns(alice: Actor) -> None:
    table = (await alice.client.get(f"{BASE}/listens?format=csv")).text
    assert table.startswith("id,at,track_id,track,artist_id,artist,")


async def test_pictures(alice: Actor, bob: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(300))
    svg = await alice.client.get(f"{BASE}/rewind/2023/image.svg?language=kk")
    assert (svg.status_code, svg.headers["content-type"]) == (200, "image/svg+xml")
    assert "Музыкадағы жылым" in svg.text
    png = await alice.client.get(f"{BASE}/rewind/2023/image.png")
    assert png.content.startswith(b"\x89PNG")
    tag = {"If-None-Match": png.headers["etag"]}
    assert (await alice.client.get(f"{BASE}/rewind/2023/image.png", headers=tag)).status_code == 304
    other = await bob.client.get(f"{BASE}/rewind/2023/image.png")
    assert other.content != png.content


async def test_a_listen_can_be_deleted(alice: Actor, bob: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(200))
    newest = (await alice.client.get(f"{BASE}/listens?limit=1")).json()["items"][0]
    plays = (await alice.client.get(f"{BASE}/summary")).json()["plays"]
    for _ in range(2):
        reply = await bob.client.delete(f"{BASE}/listens/{newest['id']}")
        assert (reply.status_code, reply.json()["code"]) == (404, "listen_not_found")
    assert (await alice.client.get(f"{BASE}/summary")).json()["plays"] == plays
    assert (await alice.client.delete(f"{BASE}/listens/{newest['id']}")).status_code == 204
    assert (await alice.client.delete(f"{BASE}/listens/{newest['id']}")).status_code == 404
    assert (await alice.client.get(f"{BASE}/summary")).json()["plays"] == plays - 1
    again = (await alice.client.get(f"{BASE}/listens?limit=1")).json()["items"][0]
    assert again["id"] != newest["id"]


async def test_pages_of_plays_join_without_gaps(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(150))
    rows = [row for row in await histories.listens(alice.user_id) if row["counted"]]
    for order in ("newest", "oldest"):
        found: list[int] = []
        cursor: str | None = None
        while True:
            params = {"limit": "17", "order": order} | ({"cursor": cursor} if cursor else {})
            page = (await alice.client.get(f"{BASE}/listens", params=params)).json()
            found += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        own = [row["id"] for row in rows]
        assert found == (own if order == "oldest" else own[::-1])


async def test_the_first_listen_of_anything(alice: Actor, histories: Histories) -> None:
    await histories.add(alice.user_id, chart_rows(200))
    rows = [row for row in await histories.listens(alice.user_id) if row["counted"]]
    artist = rows[20]["artist_id"]
    own = [row["id"] for row in rows if row["artist_id"] == artist]
    for order, expected in (("oldest", own[0]), ("newest", own[-1])):
        params = {"only": f"artist:{artist}", "order": order, "limit": "1"}
        [item] = (await alice.client.get(f"{BASE}/listens", params=params)).json()["items"]
        assert item["id"] == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("heat-map?only=genre:", "invalid_filter"),
        ("heat-map?only=artist:x", "invalid_filter"),
        ("heat-map?exclude=artist", "invalid_filter"),
        ("timeline?only=track:99999999999999999999", "invalid_filter"),
        ("calendar", "validation_failed"),
        ("calendar?year=12", "validation_failed"),
        ("habits", "validation_failed"),
        ("habits?fact=mood", "validation_failed"),
        ("sessions?order=best", "validation_failed"),
        ("race?top=51", "validation_failed"),
        ("listens?cursor=xyz", "invalid_cursor"),
        ("listens?cursor=WyJhIiwiYiIsMV0", "invalid_cursor"),
        ("compare/ranges?with_range=soon", "invalid_range"),
        ("summary?format=xml", "validation_failed"),
        ("artists/0", "validation_failed"),
    ],
)
async def test_wrong_parameters(alice: Actor, path: str, code: str) -> None:
    reply = await alice.client.get(f"{BASE}/{path}")
    assert (reply.status_code, reply.json()["code"]) == (422, code)
