import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy import text

from fixtures.api import Actor, MakeActor, running_app
from musaic.accounts import gate as gate_module
from musaic.accounts.gate import CHANNEL, CachedSessionGate
from musaic.accounts.public import clean_up
from musaic.platform.database import Database
from musaic.platform.redis import create_redis
from musaic.platform.security.tokens import Principal

pytestmark = pytest.mark.asyncio


def principal(actor: Actor, **changes: object) -> Principal:
    values = {"user_id": actor.user_id, "session_id": actor.session_id, "is_admin": False} | changes
    return Principal(**values)  # type: ignore[arg-type]


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for what another task brings about."""
    async with asyncio.timeout(10):
        while not await condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def end(database: Database, actor: Actor) -> None:
    async with database.system_transaction() as session:
        await session.execute(
            text("UPDATE login_session SET revoked_at = now() WHERE id = :id"), {"id": actor.session_id}
        )


async def test_only_what_the_database_says_is_open(database: Database, valkey_url: str, alice: Actor) -> None:
    redis = create_redis(valkey_url)
    gate = CachedSessionGate(database, redis)
    assert await gate.is_open(principal(alice))
    assert not await gate.is_open(principal(alice, session_id=uuid4()))
    assert not await gate.is_open(principal(alice, user_id=alice.user_id + 1))
    assert not await gate.is_open(principal(alice, is_admin=True))  # no administrator any more
    await redis.aclose()


async def test_an_end_is_heard_by_other_processes(
    database: Database, valkey_url: str, alice: Actor, migrated_url: str
) -> None:
    redis = create_redis(valkey_url)
    here, there = CachedSessionGate(database, redis), CachedSessionGate(database, redis)
    following = asyncio.create_task(there.follow())

    async def listens() -> bool:
        # The application of this test listens too.
        return bool((await redis.pubsub_numsub(CHANNEL))[0][1] == 2)

    await until(listens)
    assert await there.is_open(principal(alice))
    await end(database, alice)
    assert await there.is_open(principal(alice))  # remembered
    await here.ended([alice.session_id])

    async def closed() -> bool:
        return not await there.is_open(principal(alice))

    await until(closed)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await redis.aclose()


async def test_without_redis_memory_fades(
    database: Database, alice: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis = create_redis("redis://127.0.0.1:9/0")
    gate = CachedSessionGate(database, redis)
    monkeypatch.setattr(gate_module, "MEMORY_S", 0.0)
    assert await gate.is_open(principal(alice))
    await end(database, alice)
    await gate.ended([])
    assert not await gate.is_open(principal(alice))
    await gate.ended([alice.session_id])  # cannot be published, and does no harm
    await redis.aclose()


async def test_memory_is_bounded(
    database: Database, valkey_url: str, make_actor: MakeActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_module, "_MOST_REMEMBERED", 3)
    redis = create_redis(valkey_url)
    gate = CachedSessionGate(database, redis)
    for _ in range(5):
        assert await gate.is_open(principal(await make_actor()))
    assert len(gate._known) == 3
    await redis.aclose()


async def test_clean_up_removes_what_has_ended(database: Database, alice: Actor, bob: Actor) -> None:
    async with database.system_transaction() as session:
        await session.execute(
            text("UPDATE login_session SET revoked_at = now() - interval '8 days' WHERE id = :id"),
            {"id": alice.session_id},
        )
        await session.execute(
            text("INSERT INTO login_throttle VALUES ('\\x01', 1, now(), now() - interval '1 day')")
        )
        assert await clean_up(session, refresh_idle_days=30) == 2
    assert (await bob.client.get("/api/v1/me")).status_code == 200


async def test_a_start_without_redis_serves_all_the_same(
    database: Database, migrated_url: str, tmp_path: object, alice: Actor
) -> None:
    async with running_app(
        database_url=migrated_url, redis_url="redis://127.0.0.1:9/0", data_dir=tmp_path
    ) as app:
        assert await app.state.runtime.session_gate.is_open(principal(alice))
