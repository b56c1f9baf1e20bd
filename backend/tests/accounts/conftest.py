"""What the tests of accounts share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest

PASSWORD = "a quiet morning walk"
OWN_PAGE = {"X-Musaic-CSRF": "1", "Sec-Fetch-Site": "same-origin"}
COOKIE = "musaic_refresh"


@dataclass(frozen=True)
class LoggedIn:
    """A registered user: the reply's bearer header and the refresh token of the cookie."""

    user: dict[str, object]
    bearer: dict[str, str]
    refresh_token: str


def logged_in(reply: httpx.Response) -> LoggedIn:
    """Read a reply of register, token or refresh."""
    body = reply.json()
    assert reply.is_success, body
    bearer = {"Authorization": f"Bearer {body['access_token']}"}
    return LoggedIn(body["user"], bearer, reply.cookies[COOKIE])


Register = Callable[..., Awaitable[LoggedIn]]


@pytest.fixture
def register(anonymous: httpx.AsyncClient) -> Register:
    """Return a function that registers a user and leaves no cookie in the shared client."""

    async def make(email: str = "ann@example.org", password: str = PASSWORD) -> LoggedIn:
        body = {"email": email, "password": password, "display_name": "Ann"}
        reply = await anonymous.post("/api/v1/auth/register", json=body)
        anonymous.cookies.clear()
        return logged_in(reply)

    return make


async def log_in(
    client: httpx.AsyncClient, email: str = "ann@example.org", password: str = PASSWORD
) -> httpx.Response:
    """Send the log-in form, leaving no cookie."""
    reply = await client.post("/api/v1/auth/token", data={"username": email, "password": password})
    client.cookies.clear()
    return reply


async def refresh(client: httpx.AsyncClient, token: str, *, user_agent: str | None = None) -> httpx.Response:
    """Use ``token`` once, as our own page would."""
    headers = OWN_PAGE | {"Cookie": f"{COOKIE}={token}"}
    if user_agent is not None:
        headers["User-Agent"] = user_agent
    reply = await client.post("/api/v1/auth/refresh", headers=headers)
    client.cookies.clear()
    return reply
