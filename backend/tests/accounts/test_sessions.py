import asyncio
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from accounts.conftest import COOKIE, OWN_PAGE, Register, log_in, logged_in, refresh
from fixtures.api import Actor, client_of
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio


async def age(database: Database, statement: str) -> None:
    async with database.system_transaction() as session:
        await session.execute(text(statement))


async def me(client: httpx.AsyncClient, bearer: dict[str, str]) -> int:
    return (await client.get("/api/v1/me", headers=bearer)).status_code


async def test_refresh_needs_the_cookie(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.post("/api/v1/auth/refresh", headers=OWN_PAGE)
    assert (reply.status_code, reply.json()["code"]) == (401, "session_ended")
    assert (await refresh(anonymous, "no token of ours")).status_code == 401


async def test_refresh_rotates(register: Register, anonymous: httpx.AsyncClient) -> None:
    ann = await register()
    first = logged_in(await refresh(anonymous, ann.refresh_token))
    assert first.refresh_token != ann.refresh_token
    second = logged_in(await refresh(anonymous, first.refresh_token))
    assert await me(anonymous, second.bearer) == 200
    sessions = await anonymous.get("/api/v1/me/sessions", headers=second.bearer)
    assert len(sessions.json()["items"]) == 1


async def test_token_is_stored_only_as_a_hash(register: Register, database: Database) -> None:
    ann = await register()
    async with database.system_transaction() as session:
        stored = (await session.execute(text("SELECT token_hash FROM refresh_token"))).scalar_one()
    assert len(stored) == 32
    assert ann.refresh_token.encode() not in stored
    assert len(ann.refresh_token) == 43  # 256 bits in base64url


async def test_two_tabs_at_once_both_keep_working(register: Register, anonymous: httpx.AsyncClient) -> None:
    ann = await register()
    for _ in range(5):
        tabs = await asyncio.gather(*(refresh(anonymous, ann.refresh_token) for _ in range(2)))
        both = [logged_in(reply) for reply in tabs]
        assert both[0].refresh_token != both[1].refresh_token
        for tab in both:
            assert await me(anonymous, tab.bearer) == 200
        # One cookie jar: whichever reply came last serves both tabs from here on.
        ann = both[1]


async def test_reuse_after_the_grace_ends_the_family(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    ann = await register()
    elsewhere = logged_in(await log_in(anonymous))
    stolen = ann.refresh_token
    owner = logged_in(await refresh(anonymous, stolen))
    await age(database, "UPDATE refresh_token SET rotated_at = rotated_at - interval '21 seconds'")
    assert (await refresh(anonymous, stolen)).status_code == 401
    assert (await refresh(anonymous, owner.refresh_token)).status_code == 401
    assert await me(anonymous, owner.bearer) == 401
    assert await me(anonymous, elsewhere.bearer) == 200  # another log-in is another family


async def test_reuse_by_another_client_ends_the_family_even_within_the_grace(
    register: Register, anonymous: httpx.AsyncClient
) -> None:
    ann = await register()
    owner = logged_in(await refresh(anonymous, ann.refresh_token))
    assert (await refresh(anonymous, ann.refresh_token, user_agent="thief/1.0")).status_code == 401
    assert (await refresh(anonymous, owner.refresh_token)).status_code == 401


async def test_a_sibling_of_the_grace_ends_with_the_next_rotation(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    ann = await register()
    kept = logged_in(await refresh(anonymous, ann.refresh_token))
    stray = logged_in(await refresh(anonymous, ann.refresh_token))
    logged_in(await refresh(anonymous, kept.refresh_token))
    await age(database, "UPDATE refresh_token SET rotated_at = rotated_at - interval '21 seconds'")
    assert (await refresh(anonymous, stray.refresh_token)).status_code == 401


async def test_many_rotations_at_once_neither_hang_nor_fail(
    register: Register, anonymous: httpx.AsyncClient
) -> None:
    ann = await register()
    replies = await asyncio.gather(*(refresh(anonymous, ann.refresh_token) for _ in range(12)))
    tokens = [logged_in(reply).refresh_token for reply in replies]
    replies = await asyncio.gather(*(refresh(anonymous, token) for token in tokens))
    assert [reply.status_code for reply in replies] == [200] * 12


async def test_idle_sessions_end(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    ann = await register()
    async with database.system_transaction() as session:
        days = (
            await session.execute(text("SELECT extract(day FROM expires_at - now()) FROM login_session"))
        ).scalar_one()
    assert days == 29
    await age(database, "UPDATE login_session SET expires_at = now() - interval '1 second'")
    assert (await refresh(anonymous, ann.refresh_token)).status_code == 401


async def test_even_busy_sessions_end_for_good(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    ann = await register()
    await age(database, "UPDATE login_session SET created_at = now() - interval '89 days 23 hours'")
    reply = await refresh(anonymous, ann.refresh_token)
    assert 0 < int(reply.headers["set-cookie"].split("Max-Age=")[1].split(";")[0]) <= 3600
    await age(database, "UPDATE login_session SET created_at = now() - interval '91 days'")
    assert (await refresh(anonymous, logged_in(reply).refresh_token)).status_code == 401


async def test_disabling_a_user_ends_everything(
    register: Register, anonymous: httpx.AsyncClient, database: Database, app: FastAPI
) -> None:
    ann = await register()
    await age(database, "UPDATE user_account SET is_active = false")
    assert (await refresh(anonymous, ann.refresh_token)).status_code == 401
    assert await me(anonymous, ann.bearer) == 401


async def test_logging_out_ends_session_and_cookie(register: Register, anonymous: httpx.AsyncClient) -> None:
    ann = await register()
    assert await me(anonymous, ann.bearer) == 200  # remembered by the gate from here on
    headers = OWN_PAGE | {"Cookie": f"{COOKIE}={ann.refresh_token}"}
    reply = await anonymous.post("/api/v1/auth/logout", headers=headers)
    assert reply.status_code == 204
    assert 'musaic_refresh=""' in reply.headers["set-cookie"]
    assert "Max-Age=0" in reply.headers["set-cookie"]
    assert await me(anonymous, ann.bearer) == 401
    assert (await refresh(anonymous, ann.refresh_token)).status_code == 401


async def test_logging_out_without_a_session_is_fine(anonymous: httpx.AsyncClient) -> None:
    assert (await anonymous.post("/api/v1/auth/logout", headers=OWN_PAGE)).status_code == 204


class TestList:
    async def test_needs_a_token(self, anonymous: httpx.AsyncClient) -> None:
        assert (await anonymous.get("/api/v1/me/sessions")).status_code == 401

    async def test_shows_own_sessions_and_marks_the_present_one(self, alice: Actor, bob: Actor) -> None:
        items = (await alice.client.get("/api/v1/me/sessions")).json()["items"]
        assert [item["id"] for item in items] == [str(alice.session_id)]
        assert items[0]["current"] is True
        assert items[0]["user_agent"] == "tests"

    async def test_keeps_the_network_of_an_address_only(self, app: FastAPI, register: Register) -> None:
        await register()
        async with client_of(app, address="203.0.113.77") as client:
            ann = logged_in(await log_in(client))
            items = (await client.get("/api/v1/me/sessions", headers=ann.bearer)).json()["items"]
        assert items[0]["ip_hint"] == "203.0.113.0/24"


class TestEnd:
    async def test_needs_a_token(self, anonymous: httpx.AsyncClient) -> None:
        assert (await anonymous.delete(f"/api/v1/me/sessions/{uuid4()}")).status_code == 401

    async def test_anothers_is_not_there(self, alice: Actor, bob: Actor) -> None:
        reply = await bob.client.delete(f"/api/v1/me/sessions/{alice.session_id}")
        assert (reply.status_code, reply.json()["code"]) == (404, "session_not_found")
        assert (await alice.client.get("/api/v1/me")).status_code == 200

    async def test_ends_at_once_although_the_gate_remembers(
        self, register: Register, anonymous: httpx.AsyncClient
    ) -> None:
        ann = await register()
        phone = logged_in(await log_in(anonymous))
        assert await me(anonymous, phone.bearer) == 200
        items = (await anonymous.get("/api/v1/me/sessions", headers=ann.bearer)).json()["items"]
        other = next(item["id"] for item in items if not item["current"])
        url = f"/api/v1/me/sessions/{other}"
        assert (await anonymous.delete(url, headers=ann.bearer)).status_code == 204
        assert await me(anonymous, phone.bearer) == 401
        assert await me(anonymous, ann.bearer) == 200
        assert (await refresh(anonymous, phone.refresh_token)).status_code == 401
        assert (await anonymous.delete(url, headers=ann.bearer)).status_code == 404
