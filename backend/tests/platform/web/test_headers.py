import httpx
import pytest

from fixtures.api import client_of, running_app
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("url", ["/api/v1/setup", "/api/v1/me", "/api/v1/nothing"])
async def test_every_reply_is_guarded(anonymous: httpx.AsyncClient, url: str) -> None:
    headers = (await anonymous.get(url)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers
    assert "server" not in headers


async def test_keys_may_be_cached(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.get("/.well-known/jwks.json")
    assert reply.headers["cache-control"] == "public, max-age=300"
    assert [key["alg"] for key in reply.json()["keys"]] == ["RS256"]


async def test_texts_with_nul_are_refused_and_no_accident(anonymous: httpx.AsyncClient) -> None:
    body = {"email": "a@example.org", "password": "a quiet\u0000morning", "display_name": "Ann"}
    reply = await anonymous.post("/api/v1/auth/register", json=body)
    assert reply.status_code in {201, 422}


async def test_no_origin_is_allowed_unless_named(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.get("/api/v1/setup", headers={"Origin": "https://evil.example"})
    assert not [name for name in reply.headers if name.startswith("access-control")]


async def test_named_origins_may_read_and_send_the_cookie(
    database: Database, migrated_url: str, valkey_url: str, tmp_path: object
) -> None:
    settings = {"database_url": migrated_url, "redis_url": valkey_url, "data_dir": tmp_path}
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-musaic-csrf"}
    async with (
        running_app(**settings, cors_origins=["http://localhost:4200"]) as app,
        client_of(app) as client,
    ):
        good = await client.options(
            "/api/v1/auth/refresh", headers=asked | {"Origin": "http://localhost:4200"}
        )
        bad = await client.options(
            "/api/v1/auth/refresh", headers=asked | {"Origin": "http://localhost:4201"}
        )
    assert good.status_code == 200
    assert good.headers["access-control-allow-origin"] == "http://localhost:4200"
    assert good.headers["access-control-allow-credentials"] == "true"
    assert bad.status_code == 400
    assert "access-control-allow-origin" not in bad.headers
