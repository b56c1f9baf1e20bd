"""Every sort of error over HTTP: a problem document, whatever goes wrong and wherever."""

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from fixtures.api import Actor, client_of
from musaic.platform.schemas import Problem
from musaic.platform.web.bodies import MAX_BODY_BYTES

pytestmark = pytest.mark.asyncio
SECRET = "postgresql://musaic:hidden@db"


def problem_of(reply: httpx.Response, status: int, code: str) -> Problem:
    """Check what all problems have in common; return it."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    problem = Problem.model_validate(reply.json())
    assert (problem.status, problem.code, problem.type) == (status, code, f"/docs/errors#{code}")
    assert problem.request_id == reply.headers["x-request-id"]
    assert reply.headers["x-content-type-options"] == "nosniff"
    return problem


@pytest_asyncio.fixture
async def failing(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client of an application with a route that fails unexpectedly."""

    @app.get("/api/v1/broken")
    async def broken() -> None:
        raise RuntimeError(SECRET)

    async with client_of(app) as client:
        yield client


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/nothing", "/.well-known/nothing", "/nothing"])
async def test_404_for_unknown_addresses(anonymous: httpx.AsyncClient, path: str) -> None:
    problem_of(await anonymous.get(path), 404, "not_found")


async def test_what_is_no_id_is_the_address_of_nothing(alice: Actor) -> None:
    problem_of(await alice.client.get("/api/v1/media/not-an-id"), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/v1/me", "GET, PATCH"),
        ("GET", "/api/v1/auth/token", "POST"),
        ("DELETE", "/healthz", "GET"),
        # fixed names beside ids do not take the methods of an id
        ("PATCH", "/api/v1/transcripts/engines", "GET"),
        ("DELETE", "/api/v1/separations/engines", "GET"),
        ("DELETE", "/api/v1/playlists/generate", "POST"),
        ("GET", "/api/v1/playlists/generate", "POST"),
    ],
)
async def test_405_names_the_methods_that_are(alice: Actor, method: str, path: str, allowed: str) -> None:
    reply = await alice.client.request(method, path)
    problem_of(reply, 405, "method_not_allowed")
    assert reply.headers["allow"] == allowed


async def test_401_names_the_scheme(anonymous: httpx.AsyncClient) -> None:
    reply = await anonymous.get("/api/v1/me")
    problem_of(reply, 401, "not_authenticated")
    assert reply.headers["www-authenticate"] == "Bearer"


async def test_400_for_bytes_that_are_no_text(alice: Actor) -> None:
    reply = await alice.client.post("/api/v1/media", content=b"\xff", headers={"Content-Type": "text/plain"})
    problem_of(reply, 400, "bad_multipart")


async def test_413_for_a_body_too_large_to_keep_in_memory(alice: Actor) -> None:
    body = b'{"display_name": "' + b"a" * MAX_BODY_BYTES + b'"}'
    json = {"Content-Type": "application/json"}
    problem_of(await alice.client.patch("/api/v1/me", content=body, headers=json), 413, "payload_too_large")

    async def pieces() -> AsyncIterator[bytes]:
        for begin in range(0, len(body), 65536):
            yield body[begin : begin + 65536]

    # a body of unknown length is measured as it comes
    reply = await alice.client.patch("/api/v1/me", content=pieces(), headers=json)
    assert "content-length" not in reply.request.headers
    problem_of(reply, 413, "payload_too_large")


async def test_415_for_what_is_no_audio(alice: Actor) -> None:
    files = {"file": ("song.mp3", b"<html>no song</html>", "audio/mpeg")}
    problem_of(await alice.client.post("/api/v1/media", files=files), 415, "not_audio")


async def test_422_names_the_fields(alice: Actor) -> None:
    reply = await alice.client.patch("/api/v1/me", json={"locale": "xx", "more": 1})
    problem_of(reply, 422, "validation_failed")
    assert {error["field"] for error in reply.json()["errors"]} == {"body.locale", "body.more"}


async def test_422_for_a_malformed_cursor(alice: Actor) -> None:
    for path in (
        "jobs",
        "media",
        "imports",
        "separations",
        "transcripts",
        "playlists",
        "listening/top-items",
    ):
        reply = await alice.client.get(f"/api/v1/{path}", params={"cursor": "0000"})
        problem_of(reply, 422, "invalid_cursor")


async def test_422_for_days_that_are_numbers(alice: Actor) -> None:
    for day in ("0", "1e3", "20240101", "2024-13-01"):
        reply = await alice.client.get("/api/v1/listening/summary", params={"to": day})
        problem_of(reply, 422, "validation_failed")


async def test_500_tells_nothing_of_what_happened(failing: httpx.AsyncClient) -> None:
    reply = await failing.get("/api/v1/broken")
    problem_of(reply, 500, "internal_error")
    assert SECRET not in reply.text
    assert "RuntimeError" not in reply.text
    assert reply.headers["cache-control"] == "no-store"
