from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from redis.asyncio import Redis

from fixtures.api import client_of, running_app
from musaic.platform.database import Database
from musaic.platform.embedded.ports import free_port

pytestmark = pytest.mark.asyncio
STATE = "/api/v1/setup"


class Limited:
    """Starts applications with limits, over an emptied store."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @asynccontextmanager
    async def app(self, **limits: Any) -> AsyncIterator[FastAPI]:
        async with running_app(**self.settings | {"rate_limits": True} | limits) as app:
            yield app


@pytest_asyncio.fixture
async def limited(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: Path
) -> AsyncIterator[Limited]:
    async with Redis.from_url(valkey_url) as store:
        await store.flushdb()
        yield Limited({"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path})


async def statuses(client: httpx.AsyncClient, count: int, url: str = STATE) -> list[int]:
    return [(await client.get(url)).status_code for _ in range(count)]


async def test_answers_a_problem_that_says_when(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="3/minute") as app, client_of(app) as client:
        assert await statuses(client, 3) == [200] * 3
        reply = await client.get(STATE)
    assert reply.status_code == 429
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json()["code"] == "too_many_requests"
    assert reply.json()["request_id"] == reply.headers["x-request-id"]
    assert 1 <= int(reply.headers["retry-after"]) <= 61
    assert reply.headers["x-content-type-options"] == "nosniff"


async def test_addresses_are_counted_apart(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="2/minute") as app:
        async with client_of(app, address="192.0.2.1") as one, client_of(app, address="192.0.2.2") as two:
            assert await statuses(one, 3) == [200, 200, 429]
            assert await statuses(two, 2) == [200, 200]
        async with client_of(app, address="2001:db8::1") as one, client_of(app, address="2001:db8::2") as two:
            assert await statuses(one, 2) == [200, 200]
            assert await statuses(two, 1) == [429]  # the same customer's /64


async def test_users_are_counted_wherever_they_are(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="3/minute") as app:
        async with client_of(app, address="192.0.2.1") as home:
            body = {"email": "ann@example.org", "password": "a quiet morning", "display_name": "Ann"}
            token = (await home.post("/api/v1/auth/register", json=body)).json()["access_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        async with client_of(app, bearer, address="192.0.2.2") as here:
            assert await statuses(here, 2, "/api/v1/me") == [200, 200]
        async with client_of(app, bearer, address="192.0.2.3") as there:
            assert await statuses(there, 2, "/api/v1/me") == [200, 429]
        async with client_of(app, {"Authorization": "Bearer forged"}, address="192.0.2.4") as forger:
            assert await statuses(forger, 4, "/api/v1/me") == [401, 401, 401, 429]


async def test_trusted_proxies_hand_on_the_address(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="1/minute", trusted_proxies=["10.0.0.0/8"]) as app:
        async with client_of(app, address="10.0.0.1") as proxy:
            for client in ("192.0.2.1", "192.0.2.2"):
                reply = await proxy.get(STATE, headers={"X-Forwarded-For": f"1.2.3.4, {client}"})
                assert reply.status_code == 200
            again = await proxy.get(STATE, headers={"X-Forwarded-For": "9.9.9.9, 192.0.2.1"})
            assert again.status_code == 429
        async with client_of(app, address="192.0.2.9") as liar:
            assert (await liar.get(STATE, headers={"X-Forwarded-For": "192.0.2.10"})).status_code == 200
            assert (await liar.get(STATE, headers={"X-Forwarded-For": "192.0.2.11"})).status_code == 429


async def test_log_in_has_a_stricter_count_of_its_own(limited: Limited) -> None:
    async with limited.app(rate_limit_credentials="2/minute") as app, client_of(app) as client:
        form = {"username": "nobody@example.org", "password": "x"}
        replies = [await client.post("/api/v1/auth/token", data=form) for _ in range(3)]
        assert [reply.status_code for reply in replies] == [401, 401, 429]
        assert "retry-after" in replies[-1].headers
        assert await statuses(client, 1) == [200]


async def test_processes_share_the_count(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="2/minute") as first, client_of(first) as client:
        assert await statuses(client, 2) == [200, 200]
    async with limited.app(rate_limit_requests="2/minute") as second, client_of(second) as client:
        assert await statuses(client, 1) == [429]


async def test_without_redis_memory_counts(limited: Limited) -> None:
    nobody_there = f"redis://127.0.0.1:{free_port()}/0"
    limits = {"rate_limit_requests": "2/minute", "redis_url": nobody_there}
    async with limited.app(**limits) as app, client_of(app) as client:
        assert await statuses(client, 3) == [200, 200, 429]


async def test_health_and_documents_are_not_counted(limited: Limited) -> None:
    async with limited.app(rate_limit_requests="1/minute") as app, client_of(app) as client:
        for url in ("/healthz", "/api/openapi.json", "/.well-known/jwks.json"):
            assert await statuses(client, 2, url) == [200, 200]


async def test_may_be_switched_off(limited: Limited) -> None:
    async with (
        limited.app(rate_limits=False, rate_limit_requests="1/minute") as app,
        client_of(app) as client,
    ):
        assert await statuses(client, 3) == [200] * 3
