import asyncio

import httpx
import pytest

from accounts.conftest import PASSWORD, Register
from fixtures.api import client_of, running_app
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
URL = "/api/v1/auth/register"


def body(**changes: object) -> dict[str, object]:
    return {"email": "ann@example.org", "password": PASSWORD, "display_name": "Ann"} | changes


async def test_replies_with_a_token_the_user_and_a_guarded_cookie(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.post(URL, json=body(email="Ann@Example.org", display_name="  Ann "))
    assert reply.status_code == 201
    answer = reply.json()
    assert answer["token_type"] == "bearer"
    assert answer["expires_in"] == 600
    assert answer["user"]["email"] == "Ann@example.org"
    assert answer["user"]["display_name"] == "Ann"
    assert answer["user"]["is_admin"] is False
    assert "password" not in reply.text
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("musaic_refresh=")
    for mark in ("HttpOnly", "SameSite=strict", "Path=/api/v1/auth", "Max-Age="):
        assert mark in cookie
    assert "Secure" not in cookie  # a browser would drop it on plain HTTP


async def test_on_https_the_cookie_is_secure_and_says_so(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: object
) -> None:
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path}
    async with (
        running_app(**settings, public_url="https://music.example.org") as app,
        client_of(app) as client,
    ):
        reply = await client.post(URL, json=body())
    assert reply.headers["set-cookie"].startswith("__Secure-musaic_refresh=")
    assert "; Secure" in reply.headers["set-cookie"]
    assert "max-age" in reply.headers["strict-transport-security"]


async def test_same_address_in_other_case_is_taken(register: Register, anonymous: httpx.AsyncClient) -> None:
    await register("ann@example.org")
    reply = await anonymous.post(URL, json=body(email="ANN@example.org"))
    assert (reply.status_code, reply.json()["code"]) == (409, "email_taken")
    assert "set-cookie" not in reply.headers


async def test_of_two_at_once_one_wins(anonymous: httpx.AsyncClient) -> None:
    replies = await asyncio.gather(*(anonymous.post(URL, json=body()) for _ in range(2)))
    assert sorted(reply.status_code for reply in replies) == [201, 409]


async def test_spaces_around_a_password_belong_to_it(
    register: Register, anonymous: httpx.AsyncClient
) -> None:
    await register(password=" two spaces around ")
    form = {"username": "ann@example.org", "password": " two spaces around "}
    assert (await anonymous.post("/api/v1/auth/token", data=form)).status_code == 200
    form["password"] = "two spaces around"
    assert (await anonymous.post("/api/v1/auth/token", data=form)).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "not an address"},
        {"email": "a" * 250 + "@example.org"},
        {"password": "short"},
        {"password": "x" * 257},
        {"display_name": " "},
        {"display_name": "a\u0000b"},
        {"is_admin": True},
    ],
)
async def test_refuses_what_is_not_valid(anonymous: httpx.AsyncClient, changes: dict[str, object]) -> None:
    reply = await anonymous.post(URL, json=body(**changes))
    assert (reply.status_code, reply.json()["code"]) == (422, "validation_failed")
    assert PASSWORD not in reply.text


@pytest.mark.parametrize("email", ["me@nas.local", "you@localhost", "kim@example.test", "ұл@пример.рф"])
async def test_addresses_of_home_networks_and_other_scripts_will_do(
    anonymous: httpx.AsyncClient, email: str
) -> None:
    assert (await anonymous.post(URL, json=body(email=email))).status_code == 201


async def test_refuses_common_passwords(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.post(URL, json=body(password="Password123"))
    assert (reply.status_code, reply.json()["code"]) == (422, "weak_password")


async def test_closed_by_the_operator(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: object
) -> None:
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path}
    async with running_app(**settings, registration_open=False) as app, client_of(app) as client:
        reply = await client.post(URL, json=body())
        assert (reply.status_code, reply.json()["code"]) == (403, "registration_closed")
        assert (await client.get("/api/v1/setup")).json() == {"needs_admin": True, "registration_open": False}
