import asyncio
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from passlib.hash import argon2, bcrypt
from sqlalchemy import text

from accounts.conftest import PASSWORD, Register, log_in
from fixtures.api import client_of
from musaic.accounts.service import throttle
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio


async def set_hash(database: Database, stored: str) -> None:
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE user_account SET password_hash = :stored"), {"stored": stored})


async def read_hash(database: Database) -> str:
    async with database.system_transaction() as session:
        return str((await session.execute(text("SELECT password_hash FROM user_account"))).scalar_one())


async def forget_waits(database: Database) -> None:
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE login_throttle SET blocked_until = now() - interval '1 second'"))


async def test_by_form_whatever_the_case_of_the_address(
    register: Register, anonymous: httpx.AsyncClient
) -> None:
    await register()
    reply = await log_in(anonymous, "Ann@Example.ORG")
    assert reply.status_code == 200
    assert set(reply.json()) == {"access_token", "token_type", "expires_in", "user"}
    assert reply.headers["cache-control"] == "no-store"


async def test_unknown_address_wrong_password_and_disabled_account_answer_alike(
    register: Register, anonymous: httpx.AsyncClient, database: Database, app: FastAPI
) -> None:
    await register()
    wrong = await log_in(anonymous, password="not the password")
    unknown = await log_in(anonymous, "nobody@example.org")
    too_long = await log_in(anonymous, password="x" * 5000)
    async with database.system_transaction() as session:
        await session.execute(text("UPDATE user_account SET is_active = false"))
    disabled = await log_in(anonymous)
    answers = []
    for reply in (wrong, unknown, too_long, disabled):
        assert reply.status_code == 401
        assert reply.json()["code"] == "invalid_credentials"
        assert "set-cookie" not in reply.headers
        answers.append({key: value for key, value in reply.json().items() if key != "request_id"})
    assert all(answer == answers[0] for answer in answers)


async def test_unknown_address_costs_one_hash_like_a_known_one(
    register: Register, anonymous: httpx.AsyncClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    await register()
    hasher = (
        app.state.runtime.session_gate
        and next(
            adapter for adapter in app.state.runtime.adapters.values() if hasattr(adapter, "passwords")
        ).passwords
    )
    verified: list[str] = []
    real = hasher._context.verify

    def spy(secret: bytes, stored: str) -> bool:
        verified.append(stored.rsplit("$", 2)[0])
        return bool(real(secret, stored))

    monkeypatch.setattr(hasher._context, "verify", spy)
    await log_in(anonymous, password="not the password")
    await log_in(anonymous, "nobody@example.org")
    known, unknown = verified
    assert known == unknown  # the same algorithm with the same parameters, once each


async def test_unknown_address_is_delayed_like_a_known_one(
    register: Register, anonymous: httpx.AsyncClient
) -> None:
    await register()
    for email in ("ann@example.org", "nobody@example.org"):
        statuses = [(await log_in(anonymous, email, "wrong")).status_code for _ in range(6)]
        assert statuses == [401] * 5 + [429]


async def test_delay_grows_is_told_and_never_locks(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    await register()
    for _ in range(throttle.FREE_PER_ACCOUNT):
        assert (await log_in(anonymous, password="wrong")).status_code == 401
    waits = []
    for _ in range(12):
        delayed = await log_in(anonymous)  # even the right password waits
        assert (delayed.status_code, delayed.json()["code"]) == (429, "login_delayed")
        waits.append(int(delayed.headers["retry-after"]))
        await forget_waits(database)
        assert (await log_in(anonymous, password="wrong")).status_code == 401
    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == throttle.LONGEST_WAIT_S
    await forget_waits(database)
    assert (await log_in(anonymous)).status_code == 200
    assert (await log_in(anonymous, password="wrong")).status_code == 401  # all forgotten


async def test_failures_fade_after_a_while(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    await register()
    for _ in range(throttle.FREE_PER_ACCOUNT):
        await log_in(anonymous, password="wrong")
    async with database.system_transaction() as session:
        await session.execute(
            text(
                "UPDATE login_throttle SET last_failure_at = now() - CAST(:ago AS interval), "
                "blocked_until = now()"
            ),
            {"ago": throttle.WINDOW + timedelta(seconds=1)},
        )
    statuses = [(await log_in(anonymous, password="wrong")).status_code for _ in range(5)]
    assert statuses == [401] * 5


async def test_parallel_guesses_do_not_slip_through(register: Register, anonymous: httpx.AsyncClient) -> None:
    await register()
    replies = await asyncio.gather(*(log_in(anonymous, password="wrong") for _ in range(15)))
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == [401] * throttle.FREE_PER_ACCOUNT + [429] * 10


async def test_one_address_guessing_many_accounts_is_delayed(app: FastAPI) -> None:
    async with client_of(app, address="192.0.2.7") as guesser, client_of(app, address="192.0.2.8") as other:
        statuses = []
        for number in range(throttle.FREE_PER_ADDRESS + 1):
            reply = await log_in(guesser, f"user{number}@example.org", "wrong")
            statuses.append(reply.status_code)
        assert statuses == [401] * throttle.FREE_PER_ADDRESS + [429]
        assert (await log_in(other, "user1@example.org", "wrong")).status_code == 401


async def test_weaker_argon2_is_hashed_anew(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    await register()
    await set_hash(
        database, argon2.using(type="ID", memory_cost=8192, rounds=1, parallelism=1).hash(PASSWORD)
    )
    assert (await log_in(anonymous)).status_code == 200
    assert (await read_hash(database)).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await log_in(anonymous)).status_code == 200


@pytest.mark.parametrize("password", ["an old password", "long " * 20, "длинный пароль " * 5])
async def test_bcrypt_verifies_and_becomes_argon2(
    register: Register, anonymous: httpx.AsyncClient, database: Database, password: str
) -> None:
    await register()
    await set_hash(database, bcrypt.using(rounds=4).hash(password.encode()[:72]))
    assert (await log_in(anonymous, password="x" * 100)).status_code == 401
    assert (await log_in(anonymous, password=password)).status_code == 200
    assert (await read_hash(database)).startswith("$argon2id$")
    assert (await log_in(anonymous, password=password)).status_code == 200


@pytest.mark.parametrize("password", ["nul\u0000inside", "x" * 300])
@pytest.mark.parametrize("kind", ["argon2", "bcrypt", "unusable"])
async def test_odd_passwords_are_merely_wrong(
    register: Register, anonymous: httpx.AsyncClient, database: Database, password: str, kind: str
) -> None:
    await register()
    hashes = {"bcrypt": bcrypt.using(rounds=4).hash("something"), "unusable": "unusable"}
    if kind in hashes:
        await set_hash(database, hashes[kind])
    assert (await log_in(anonymous, password=password)).status_code == 401


async def test_nul_in_the_address_is_merely_wrong(anonymous: httpx.AsyncClient) -> None:
    assert (await log_in(anonymous, "a\u0000b@example.org")).status_code == 401


async def test_at_most_a_hundred_sessions_stay_open(
    register: Register, anonymous: httpx.AsyncClient, database: Database
) -> None:
    ann = await register()
    async with database.system_transaction() as session:
        await session.execute(
            text(
                "INSERT INTO login_session (user_id, last_used_at, expires_at) SELECT :user_id, "
                "now() - n * interval '1 minute', now() + interval '1 day' FROM generate_series(1, 120) n"
            ),
            {"user_id": ann.user["id"]},
        )
    newest = (await log_in(anonymous)).json()["access_token"]
    reply = await anonymous.get("/api/v1/me/sessions", headers={"Authorization": f"Bearer {newest}"})
    assert len(reply.json()["items"]) == 100
    assert reply.json()["items"][0]["current"] is True
