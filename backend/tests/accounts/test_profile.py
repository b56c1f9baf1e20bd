import asyncio

import httpx
import pytest

from accounts.conftest import PASSWORD, Register, log_in, logged_in
from fixtures.api import Actor

pytestmark = pytest.mark.asyncio
ME = "/api/v1/me"
NEW = "an entirely new sentence"


class TestRead:
    async def test_needs_a_token(self, anonymous: httpx.AsyncClient) -> None:
        reply = await anonymous.get(ME)
        assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")
        assert reply.headers["www-authenticate"] == "Bearer"

    async def test_is_ones_own(self, alice: Actor, bob: Actor) -> None:
        mine = (await alice.client.get(ME)).json()
        assert mine["id"] == alice.user_id
        assert set(mine) == {
            "id",
            "email",
            "display_name",
            "is_admin",
            "timezone",
            "locale",
            "created_at",
        }
        assert (mine["timezone"], mine["locale"]) == ("UTC", "en")


class TestChange:
    async def test_needs_a_token(self, anonymous: httpx.AsyncClient) -> None:
        assert (await anonymous.patch(ME, json={"locale": "kk"})).status_code == 401

    async def test_changes_what_is_given(self, alice: Actor, bob: Actor) -> None:
        reply = await alice.client.patch(ME, json={"timezone": "Asia/Almaty", "locale": "kk"})
        assert (reply.json()["timezone"], reply.json()["locale"]) == ("Asia/Almaty", "kk")
        assert (await alice.client.get(ME)).json() == reply.json()
        assert (await bob.client.get(ME)).json()["locale"] == "en"
        assert (await alice.client.patch(ME, json={})).json() == reply.json()

    @pytest.mark.parametrize(
        "body", [{"is_admin": True}, {"email": "x@example.org"}, {"locale": "xx"}, {"display_name": ""}]
    )
    async def test_refuses_other_fields_and_values(self, alice: Actor, body: dict[str, object]) -> None:
        assert (await alice.client.patch(ME, json=body)).status_code == 422

    async def test_refuses_unknown_time_zones(self, alice: Actor) -> None:
        reply = await alice.client.patch(ME, json={"timezone": "../../etc/passwd"})
        assert (reply.status_code, reply.json()["code"]) == (422, "unknown_timezone")


class TestPassword:
    URL = f"{ME}/password"

    async def test_needs_a_token(self, anonymous: httpx.AsyncClient) -> None:
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert (await anonymous.post(self.URL, json=body)).status_code == 401

    async def test_ends_the_other_sessions(self, register: Register, anonymous: httpx.AsyncClient) -> None:
        ann = await register()
        phone = logged_in(await log_in(anonymous))
        for bearer in (ann.bearer, phone.bearer):
            assert (await anonymous.get(ME, headers=bearer)).status_code == 200
        body = {"current_password": PASSWORD, "new_password": NEW}
        assert (await anonymous.post(self.URL, json=body, headers=ann.bearer)).status_code == 204
        assert (await anonymous.get(ME, headers=ann.bearer)).status_code == 200
        assert (await anonymous.get(ME, headers=phone.bearer)).status_code == 401
        assert (await log_in(anonymous)).status_code == 401
        assert (await log_in(anonymous, password=NEW)).status_code == 200

    async def test_asks_for_the_current_one_with_a_delay(
        self, register: Register, anonymous: httpx.AsyncClient
    ) -> None:
        ann = await register()
        body = {"current_password": "not this", "new_password": NEW}
        replies = [await anonymous.post(self.URL, json=body, headers=ann.bearer) for _ in range(6)]
        assert [reply.json()["code"] for reply in replies] == ["wrong_password"] * 5 + ["login_delayed"]
        assert (await log_in(anonymous)).status_code == 200

    async def test_refuses_weak_ones(self, register: Register, anonymous: httpx.AsyncClient) -> None:
        ann = await register()
        for weak in ("qwerty123", "ann@example.org!"):
            body = {"current_password": PASSWORD, "new_password": weak}
            reply = await anonymous.post(self.URL, json=body, headers=ann.bearer)
            assert (reply.status_code, reply.json()["code"]) == (422, "weak_password")

    async def test_of_two_changes_at_once_one_wins(
        self, register: Register, anonymous: httpx.AsyncClient
    ) -> None:
        ann = await register()
        bodies = [{"current_password": PASSWORD, "new_password": f"{NEW} {number}"} for number in range(2)]
        replies = await asyncio.gather(
            *(anonymous.post(self.URL, json=body, headers=ann.bearer) for body in bodies)
        )
        assert sorted(reply.status_code for reply in replies) == [204, 403]
