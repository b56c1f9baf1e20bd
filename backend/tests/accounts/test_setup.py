import asyncio
import stat
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from accounts.conftest import PASSWORD, Register
from fixtures.api import MakeActor, client_of, running_app
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
URL = "/api/v1/setup"


def body(token: str, email: str = "root@example.org") -> dict[str, str]:
    return {"token": token, "email": email, "password": PASSWORD, "display_name": "Root"}


@pytest.fixture
def token_path(app: FastAPI) -> Path:
    return Path(app.state.settings.secrets_dir / "setup-token")


async def test_start_writes_a_token_for_the_owner_alone(
    token_path: Path, anonymous: httpx.AsyncClient
) -> None:
    assert stat.S_IMODE(token_path.stat().st_mode) == 0o600
    assert len(token_path.read_text()) == 32
    assert (await anonymous.get(URL)).json() == {"needs_admin": True, "registration_open": True}


async def test_makes_one_admin_and_closes_for_ever(
    token_path: Path, anonymous: httpx.AsyncClient, app: FastAPI
) -> None:
    token = token_path.read_text()
    reply = await anonymous.post(URL, json=body(token))
    assert reply.status_code == 201
    assert reply.json()["user"]["is_admin"] is True
    assert "musaic_refresh=" in reply.headers["set-cookie"]
    assert not token_path.exists()
    assert (await anonymous.get(URL)).json()["needs_admin"] is False
    token_path.write_text(token)  # not even with the file back in place
    again = await anonymous.post(URL, json=body(token, "second@example.org"))
    assert (again.status_code, again.json()["code"]) == (409, "setup_closed")


async def test_wrong_or_empty_tokens_are_refused(token_path: Path, anonymous: httpx.AsyncClient) -> None:
    for wrong in ("x", "ключ", token_path.read_text()[:-1]):
        reply = await anonymous.post(URL, json=body(wrong))
        assert (reply.status_code, reply.json()["code"]) == (403, "setup_token_wrong")
    token_path.write_text("")
    assert (await anonymous.post(URL, json=body(" "))).status_code == 422
    assert (await anonymous.post(URL, json=body("x"))).status_code == 403


async def test_of_many_at_once_one_wins(token_path: Path, anonymous: httpx.AsyncClient) -> None:
    token = token_path.read_text()
    rivals = [anonymous.post(URL, json=body(token, f"root{number}@example.org")) for number in range(5)]
    statuses = sorted(reply.status_code for reply in await asyncio.gather(*rivals))
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {403, 409}


async def test_users_before_the_admin_stay_users(
    token_path: Path, register: Register, anonymous: httpx.AsyncClient
) -> None:
    ann = await register()
    assert ann.user["is_admin"] is False
    assert (await anonymous.get(URL)).json()["needs_admin"] is True
    taken = await anonymous.post(URL, json=body(token_path.read_text(), "ann@example.org"))
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")
    assert token_path.exists()


async def test_restarts_keep_the_token_and_an_admin_removes_it(
    database: Database,
    migrated_url: str,
    valkey_url: str,
    tmp_path: Path,
    token_path: Path,
    make_actor: MakeActor,
) -> None:
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path / "var"}
    token = token_path.read_text()
    async with running_app(**settings):
        assert token_path.read_text() == token
    await make_actor(admin=True)
    async with running_app(**settings) as app, client_of(app) as client:
        assert not token_path.exists()
        assert (await client.get(URL)).json()["needs_admin"] is False
