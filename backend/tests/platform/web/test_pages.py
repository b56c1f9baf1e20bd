"""The built app over HTTP: what is found, how it is cached, what its policy allows."""

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from musaic.entrypoints.api import create_app
from musaic.platform.settings import Settings

SCRIPT = "console.log('start')"
SHELL = f'<html><script>{SCRIPT}</script><script src="main-ABCDEFGH.js"></script>shell</html>'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    root = tmp_path / "browser"
    (root / "login").mkdir(parents=True)
    (root / "index.csr.html").write_text(SHELL)
    (root / "login" / "index.html").write_text("<html>log in</html>")
    (root / "main-ABCDEFGH.js").write_text("plain")
    (root / "main-ABCDEFGH.js.br").write_bytes(b"brotli")
    (tmp_path / "secret.txt").write_text("secret")
    return root


@pytest_asyncio.fixture
async def browser(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(database_url="postgresql://unused", redis_url="redis://unused", web_root=built)
    transport = httpx.ASGITransport(app=create_app(settings), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.mark.asyncio
async def test_pages_fall_back_to_the_shell_and_files_do_not(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/studio/songs")).text == SHELL
    assert (await browser.get("/login")).text == "<html>log in</html>"
    missing = await browser.get("/gone.js")
    assert missing.status_code == 404
    assert missing.json()["code"] == "not_found"


@pytest.mark.asyncio
async def test_policy_names_each_inline_script_and_allows_no_other(browser: httpx.AsyncClient) -> None:
    policy = (await browser.get("/")).headers["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy


@pytest.mark.asyncio
async def test_hashed_files_are_cached_for_ever_and_sent_compressed(browser: httpx.AsyncClient) -> None:
    reply = await browser.get("/main-ABCDEFGH.js", headers={"Accept-Encoding": "gzip, br"})
    assert "immutable" in reply.headers["cache-control"]
    assert reply.headers["content-encoding"] == "br"
    assert reply.headers["content-type"].startswith("text/javascript")
    again = await browser.get(
        "/main-ABCDEFGH.js", headers={"Accept-Encoding": "br", "If-None-Match": reply.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/login/..%2f..%2fsecret.txt"])
async def test_nothing_outside_the_build_is_served(browser: httpx.AsyncClient, path: str) -> None:
    reply = await browser.get(path)
    assert "secret" not in reply.text


@pytest.mark.asyncio
async def test_unknown_api_paths_and_methods_are_problems(browser: httpx.AsyncClient) -> None:
    unknown = await browser.get("/api/v1/nothing")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")
    wrong = await browser.post("/healthz")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "GET"
