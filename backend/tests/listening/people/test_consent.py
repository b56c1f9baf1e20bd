"""Without consent, or after its end, nothing of one person is readable by another."""

# ruff: noqa: S608  ids of the test itself

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fixtures.api import Actor, MakeActor
from listening.people.conftest import NOW, PEOPLE, Connect
from musaic.listening.people import deps
from musaic.listening.people.schemas import PeopleComparison
from musaic.listening.people.service import invitations
from musaic.platform import clock
from musaic.platform.database import Database

pytestmark = pytest.mark.asyncio
NOBODYS = UUID(int=1)
ROUTES = [
    ("GET", "/invitations"),
    ("POST", "/invitations"),
    ("DELETE", f"/invitations/{NOBODYS}"),
    ("POST", "/invitations/look"),
    ("GET", "/connections"),
    ("POST", "/connections"),
    ("DELETE", f"/connections/{NOBODYS}"),
    ("GET", f"/connections/{NOBODYS}/comparison"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_everything_needs_a_log_in(anonymous: httpx.AsyncClient, method: str, path: str) -> None:
    body = {"code": "x"} if path in {"/connections", "/invitations/look"} else None
    reply = await anonymous.request(method, PEOPLE + path, json=body)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")


async def test_from_an_invitation_to_the_end(alice: Actor, bob: Actor) -> None:
    made = (await alice.client.post(f"{PEOPLE}/invitations")).json()
    assert made["link"] == f"http://127.0.0.1:8000/listening/people/invitation#{made['code']}"
    [listed] = (await alice.client.get(f"{PEOPLE}/invitations")).json()["items"]
    assert listed == {name: made[name] for name in ("id", "created_at", "expires_at")}

    seen = await bob.client.post(f"{PEOPLE}/invitations/look", json={"code": made["code"]})
    assert seen.status_code == 200
    assert (await bob.client.get(f"{PEOPLE}/connections")).json() == {"items": []}

    accepted = await bob.client.post(f"{PEOPLE}/connections", json={"code": made["code"]})
    assert accepted.status_code == 201
    connection = accepted.json()
    assert connection["name"] == seen.json()["name"]
    assert (connection["invited_by_me"], connection["ended_at"]) == (False, None)
    assert connection["invited_at"] == made["created_at"]
    [hers] = (await alice.client.get(f"{PEOPLE}/connections")).json()["items"]
    assert (hers["id"], hers["invited_by_me"]) == (connection["id"], True)
    assert (await alice.client.get(f"{PEOPLE}/invitations")).json() == {"items": []}

    assert (await alice.client.delete(f"{PEOPLE}/connections/{connection['id']}")).status_code == 204
    again = await alice.client.delete(f"{PEOPLE}/connections/{connection['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "connection_not_found")
    for actor, mine in ((alice, True), (bob, False)):
        [ended] = (await actor.client.get(f"{PEOPLE}/connections")).json()["items"]
        assert ended["ended_at"] is not None
        assert ended["ended_by_me"] is mine


async def test_a_code_works_once(alice: Actor, bob: Actor, make_actor: MakeActor) -> None:
    code = (await alice.client.post(f"{PEOPLE}/invitations")).json()["code"]
    own = await alice.client.post(f"{PEOPLE}/connections", json={"code": code})
    assert (own.status_code, own.json()["code"]) == (409, "own_invitation")
    assert (await bob.client.post(f"{PEOPLE}/connections", json={"code": code})).status_code == 201
    eve = await make_actor()
    for path in ("/connections", "/invitations/look"):
        reply = await eve.client.post(PEOPLE + path, json={"code": code})
        assert (reply.status_code, reply.json()["code"]) == (404, "invitation_not_found")


async def test_a_second_connection_of_the_same_two_is_refused(
    alice: Actor, bob: Actor, connect: Connect
) -> None:
    await connect(alice, bob)
    code = (await bob.client.post(f"{PEOPLE}/invitations")).json()["code"]
    reply = await alice.client.post(f"{PEOPLE}/connections", json={"code": code})
    assert (reply.status_code, reply.json()["code"]) == (409, "already_connected")
    assert len((await bob.client.get(f"{PEOPLE}/invitations")).json()["items"]) == 1, "not used up"


async def test_an_invitation_can_be_taken_back_by_its_owner_alone(alice: Actor, bob: Actor) -> None:
    made = (await alice.client.post(f"{PEOPLE}/invitations")).json()
    reply = await bob.client.delete(f"{PEOPLE}/invitations/{made['id']}")
    assert (reply.status_code, reply.json()["code"]) == (404, "invitation_not_found")
    assert (await alice.client.delete(f"{PEOPLE}/invitations/{made['id']}")).status_code == 204
    reply = await bob.client.post(f"{PEOPLE}/connections", json={"code": made["code"]})
    assert (reply.status_code, reply.json()["code"]) == (404, "invitation_not_found")


async def test_an_invitation_expires_after_a_week(
    alice: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    code = (await alice.client.post(f"{PEOPLE}/invitations")).json()["code"]
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    reply = await bob.client.post(f"{PEOPLE}/connections", json={"code": code})
    assert (reply.status_code, reply.json()["code"]) == (404, "invitation_not_found")
    assert (await alice.client.get(f"{PEOPLE}/invitations")).json() == {"items": []}


async def test_there_is_a_most_of_both(alice: Actor, bob: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "MOST_INVITATIONS", 1)
    monkeypatch.setattr(invitations, "MOST_CONNECTIONS", 0)
    code = (await alice.client.post(f"{PEOPLE}/invitations")).json()["code"]
    reply = await alice.client.post(f"{PEOPLE}/invitations")
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_invitations")
    reply = await bob.client.post(f"{PEOPLE}/connections", json={"code": code})
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_connections")


async def test_codes_are_kept_as_hashes(alice: Actor, database: Database) -> None:
    code = (await alice.client.post(f"{PEOPLE}/invitations")).json()["code"]
    async with database.system_transaction() as session:
        kept = (await session.execute(text("SELECT people_invitation::text FROM people_invitation"))).scalar()
    assert code not in str(kept)
    assert code.encode().hex() not in str(kept)


async def test_a_stranger_sees_and_ends_nothing(
    listened: tuple[Actor, Actor], make_actor: MakeActor, connect: Connect
) -> None:
    alice, bob = listened
    connection = await connect(alice, bob)
    eve = await make_actor()
    for method, path in (("GET", "/comparison"), ("GET", "/comparison?format=csv"), ("DELETE", "")):
        reply = await eve.client.request(method, f"{PEOPLE}/connections/{connection}{path}")
        assert (reply.status_code, reply.json()["code"]) == (404, "connection_not_found")
    assert (await eve.client.get(f"{PEOPLE}/connections")).json() == {"items": []}
    assert (await alice.client.get(f"{PEOPLE}/connections/{connection}/comparison")).status_code == 200


@pytest.mark.parametrize("ender", [0, 1])
async def test_nothing_is_readable_after_the_end(
    listened: tuple[Actor, Actor], connect: Connect, ender: int
) -> None:
    connection = await connect(*listened)
    url = f"{PEOPLE}/connections/{connection}/comparison"
    tags = [(await actor.client.get(url)).headers["etag"] for actor in listened]
    await listened[ender].client.delete(f"{PEOPLE}/connections/{connection}")
    for actor, tag in zip(listened, tags, strict=True):
        # neither anew, nor from the cache, nor as a copy that would be confirmed
        for headers in ({}, {"If-None-Match": tag}):
            reply = await actor.client.get(url, headers=headers)
            assert (reply.status_code, reply.json()["code"]) == (404, "connection_not_found")
    # an end is no obstacle to a new beginning, which has an id of its own
    assert await connect(*listened) != connection
    assert (await listened[0].client.get(url)).status_code == 404


async def test_an_end_during_the_reading_counts(
    listened: tuple[Actor, Actor], connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = await connect(*listened)
    read = deps.compare

    async def ended_meanwhile(*asked: Any) -> PeopleComparison:
        found = await read(*asked)
        await listened[1].client.delete(f"{PEOPLE}/connections/{connection}")
        return found

    monkeypatch.setattr(deps, "compare", ended_meanwhile)
    reply = await listened[0].client.get(f"{PEOPLE}/connections/{connection}/comparison")
    assert (reply.status_code, reply.json()["code"]) == (404, "connection_not_found")


async def test_the_database_itself_keeps_connections(
    alice: Actor, bob: Actor, make_actor: MakeActor, connect: Connect, database: Database
) -> None:
    connection, eve = await connect(alice, bob), await make_actor()
    seen = text("SELECT count(*) FROM people_connection")
    for actor, rows in ((alice, 1), (bob, 1), (eve, 0)):
        async with database.user_transaction(actor.user_id) as session:
            assert (await session.execute(seen)).scalar() == rows
    insert = (
        "INSERT INTO people_connection (inviter_id, accepter_id, invited_at) "
        f"VALUES ({alice.user_id}, {eve.user_id}, now())"
    )
    ended = "UPDATE people_connection SET ended_at = now(), ended_by = {0}"
    forbidden = [
        (eve, insert),
        (bob, ended.format(alice.user_id)),
        (bob, f"UPDATE people_connection SET accepter_id = {eve.user_id}"),
        (bob, "DELETE FROM people_connection"),
    ]
    for actor, statement in forbidden:
        with pytest.raises(DBAPIError):
            async with database.user_transaction(actor.user_id) as session:
                await session.execute(text(statement))
    for actor, rows in ((eve, 0), (bob, 1), (alice, 0)):
        # a stranger's statement reaches nothing; what has ended cannot be touched again
        async with database.user_transaction(actor.user_id) as session:
            result = await session.execute(text(ended.format(actor.user_id) + " RETURNING id"))
            assert len(result.all()) == rows
    assert (await alice.client.delete(f"{PEOPLE}/connections/{connection}")).status_code == 404


async def test_an_account_takes_its_connections_along(
    alice: Actor, bob: Actor, connect: Connect, database: Database
) -> None:
    await connect(alice, bob)
    async with database.system_transaction() as session:
        await session.execute(text("DELETE FROM user_account WHERE id = :id"), {"id": alice.user_id})
    assert (await bob.client.get(f"{PEOPLE}/connections")).json() == {"items": []}
