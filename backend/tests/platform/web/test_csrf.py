import itertools

import httpx
import pytest

from fixtures.api import client_of, running_app
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
OWN = "http://127.0.0.1:8000"

SITES = {None: False, "same-origin": True, "same-site": False, "cross-site": False, "none": False}
ORIGINS = {
    None: False,
    OWN: True,
    "null": False,
    "http://127.0.0.1:9000": False,
    "https://evil.example": False,
    "http://127.0.0.1:8000.evil.example": False,
}
HEADERS = {None: False, "1": True, "0": False, "": False}


@pytest.mark.parametrize("route", ["/api/v1/auth/refresh", "/api/v1/auth/logout"])
async def test_cookie_routes_want_our_page_and_our_header(anonymous: httpx.AsyncClient, route: str) -> None:
    for (site, by_site), (origin, by_origin), (value, by_header) in itertools.product(
        SITES.items(), ORIGINS.items(), HEADERS.items()
    ):
        given = {"Sec-Fetch-Site": site, "Origin": origin, "X-Musaic-CSRF": value}
        headers = {name: text for name, text in given.items() if text is not None}
        reply = await anonymous.post(route, headers=headers)
        if by_header and (by_site or by_origin):
            assert reply.status_code in {204, 401}, headers
        else:
            assert (reply.status_code, reply.json()["code"]) == (403, "csrf_refused"), headers


@pytest.mark.parametrize("route", ["/api/v1/auth/token", "/api/v1/auth/register", "/api/v1/setup"])
async def test_other_sites_cannot_log_a_browser_in(anonymous: httpx.AsyncClient, route: str) -> None:
    good_for = {"/api/v1/auth/token": {"data": {"username": "a@b.cc", "password": "x"}}}
    json = {"email": "a@b.cc", "password": "a quiet morning", "display_name": "A", "token": "x"}
    if route.endswith("register"):
        del json["token"]
    for headers, refused in (
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": OWN}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
    ):
        reply = await anonymous.post(route, headers=headers, **good_for.get(route, {"json": json}))  # type: ignore[arg-type]
        assert (reply.json().get("code") == "csrf_refused") is refused, headers


async def test_the_public_address_and_named_origins_are_ours(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: object
) -> None:
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path}
    named = {"public_url": "https://music.example.org", "cors_origins": ["http://localhost:4200/"]}
    statuses = {}
    async with running_app(**settings, **named) as app, client_of(app) as client:
        for origin in (
            "https://music.example.org",
            "http://localhost:4200",
            "http://music.example.org",
            "http://127.0.0.1:8000",  # the Host header agrees, but plain HTTP is not this site
            "https://127.0.0.1:8000",
        ):
            headers = {"X-Musaic-CSRF": "1", "Origin": origin}
            statuses[origin] = (await client.post("/api/v1/auth/logout", headers=headers)).status_code
    assert list(statuses.values()) == [204, 204, 403, 403, 204]
