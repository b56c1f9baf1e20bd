"""Whatever users, workers and dispatchers do in whatever order, a job stays what it may be."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from musaic.jobs.kinds import JobKind, KindRegistry, Step
from musaic.jobs.models import Job
from musaic.jobs.office import Office, current_office, open_office
from musaic.jobs.public import JobContext, submit
from musaic.jobs.repository.leases import Lease, Progress
from musaic.jobs.service import control
from musaic.jobs.service.dispatch import Dispatcher, Timing
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.outcome import Failure
from musaic.jobs.views import RETRYABLE, TERMINAL
from musaic.platform.database import Database, create_engine
from musaic.platform.errors import ConflictError

MAX_ATTEMPTS = 3
T = TypeVar("T")


async def never(ctx: JobContext) -> None:
    """Claims here are made by hand."""


KIND = JobKind("test.model", (Step("only"),), never, max_attempts=MAX_ATTEMPTS)


class Silent:
    """A broker that takes every message and delivers none, and never forgets."""

    async def publish(self, dispatches: list[object]) -> int:
        return len(dispatches)

    async def is_lost(self) -> bool:
        return False

    async def remember(self) -> None: ...


class JobMachine(RuleBasedStateMachine):
    """One job; the model knows its state, its attempts and who holds the lease."""

    url = ""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.database = Database(self.url, pool_size=2)
        self.office = Office(KindRegistry((KIND,)))
        self.before = current_office()
        open_office(self.office)
        self.ledger = Ledger(self.database, self.office, 60.0, 0.0)
        silent = Silent()
        self.dispatcher = Dispatcher(self.database, self.office, silent, silent, Timing(1, 30, 0.0))
        self.state, self.attempt, self.percent, self.asked = "queued", 0, 0.0, False
        self.leases: list[Lease] = []
        self.held: Lease | None = None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.user_id, self.job_id = self.run(self._submit())

    async def _submit(self) -> tuple[int, UUID]:
        new_user = text(
            "INSERT INTO user_account (email, display_name, password_hash, is_admin) "
            "VALUES (:email, 'model', 'unusable', false) RETURNING id"
        )
        async with self.database.system_transaction() as session:
            user_id = (await session.execute(new_user, {"email": f"{uuid4().hex}@example.org"})).scalar_one()
        async with self.database.user_transaction(user_id) as session:
            view = await submit(session, user_id=user_id, kind=KIND.name, args={})
        return user_id, view.id

    async def _execute(self, statement: str) -> None:
        async with self.database.system_transaction() as session:
            await session.execute(text(statement), {"id": self.job_id})

    @rule()
    def claim(self) -> None:
        self.run(self._execute("UPDATE job SET run_after = now() WHERE id = :id"))
        job = self.run(self.ledger.claim(self.job_id))
        if self.state != "queued":
            assert job is None
            return
        assert job is not None
        self.held = Lease(job.id, job.lease_token or 0)
        assert all(self.held.token > lease.token for lease in self.leases)
        self.leases.append(self.held)
        self.state, self.attempt = "running", self.attempt + 1

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), percent=st.floats(0, 100))
    def beat(self, data: st.DataObject, percent: float) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        wanted = self.run(self.ledger.beat(lease, Progress("only", percent, 1.0)))
        assert wanted == (self.asked if self._holds(lease) else None)
        if self._holds(lease):
            self.percent = max(self.percent, percent)

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def succeed(self, data: st.DataObject) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        finished = self.run(self._succeed(lease))
        assert (finished is not None) == (self._holds(lease) and not self.asked)
        if finished is not None:
            self._ended("succeeded")
            self.percent = 100.0

    async def _succeed(self, lease: Lease) -> Job | None:
        async with self.database.user_transaction(self.user_id) as session:
            return await self.ledger.succeed(session, lease, {"by": lease.token})

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), transient=st.booleans())
    def fail(self, data: st.DataObject, transient: bool) -> None:  # noqa: FBT001  hypothesis names it
        lease = data.draw(st.sampled_from(self.leases))
        failure = Failure("some_code", "Some sentence.", transient=transient)
        changed = self.run(self.ledger.failed(lease, failure, self.attempt, MAX_ATTEMPTS))
        assert (changed is not None) == self._holds(lease)
        if changed is None:
            return
        if transient and self.attempt < MAX_ATTEMPTS:
            self._queued()
        else:
            self._ended("dead" if transient else "failed")

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        changed = self.run(self.ledger.given_back(lease))
        assert (changed is not None) == self._holds(lease)
        if changed is not None:
            self.attempt -= 0 if self.asked else 1
            self._queued()

    @rule()
    def lose_the_lease(self) -> None:
        self.run(
            self._execute(
                "UPDATE job SET lease_until = now() - interval '1 s' WHERE id = :id AND state = 'running'"
            )
        )
        self.run(self.dispatcher.reap())
        if self.state != "running":
            return
        self.held = None
        if self.asked:
            self._ended("cancelled")
        elif self.attempt < MAX_ATTEMPTS:
            self.state = "queued"
        else:
            self._ended("dead")

    @rule()
    def dispatch(self) -> None:
        self.run(self.dispatcher.dispatch())

    @rule()
    def cancel(self) -> None:
        refused = self.run(self._ask(control.cancel))
        assert refused == (self.state in TERMINAL)
        if self.state == "queued":
            self._ended("cancelled")
        if not refused:
            self.asked = True

    @rule()
    def retry(self) -> None:
        refused = self.run(self._ask(control.retry))
        assert refused == (self.state not in RETRYABLE)
        if not refused:
            self.state, self.attempt, self.percent, self.asked = "queued", 0, 0.0, False

    async def _ask(self, action: Any) -> bool:
        try:
            async with self.database.user_transaction(self.user_id) as session:
                await action(session, self.user_id, self.job_id)
        except ConflictError:
            return True
        return False

    def _holds(self, lease: Lease) -> bool:
        return self.state == "running" and lease == self.held

    def _queued(self) -> None:
        """A job that was asked to stop is not queued any more."""
        if self.asked:
            self._ended("cancelled")
        else:
            self.state, self.held = "queued", None

    def _ended(self, state: str) -> None:
        self.state, self.held = state, None

    @invariant()
    def the_row_is_what_the_model_says(self) -> None:
        row, events = self.run(self._look())
        assert (row.state, row.attempt, row.percent) == (
            self.state,
            self.attempt,
            pytest.approx(self.percent),
        )
        assert (row.lease_until is not None) == (self.state == "running")
        assert (row.finished_at is not None) == (self.state in TERMINAL)
        assert [event.seq for event in events] == list(range(1, row.event_seq + 1))
        numbers = [event.number for event in events]
        assert numbers == sorted(set(numbers))
        assert events[-1].data["state"] == self.state

    async def _look(self) -> tuple[Any, list[Any]]:
        async with self.database.user_transaction(self.user_id) as session:
            job = text("SELECT * FROM job WHERE id = :id")
            events = text("SELECT seq, number, data FROM job_event WHERE job_id = :id ORDER BY seq")
            row = (await session.execute(job, {"id": self.job_id})).one()
            return row, list((await session.execute(events, {"id": self.job_id})).all())

    def teardown(self) -> None:
        open_office(self.before)
        self.run(self.database.close())
        self.loop.close()


def test_every_path_of_a_job(migrated_url: str) -> None:
    JobMachine.url = migrated_url
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    try:
        run_state_machine_as_test(
            JobMachine,
            settings=settings(
                max_examples=40,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=checks,
                database=None,
            ),
        )
    finally:
        asyncio.run(_forget_users(migrated_url))


async def _forget_users(url: str) -> None:
    owner = create_engine(url, role=None)
    async with owner.begin() as connection:
        await connection.execute(text("DELETE FROM user_account WHERE display_name = 'model'"))
    await owner.dispose()


def test_a_job_that_was_asked_to_stop_is_never_queued_again(migrated_url: str) -> None:
    """Nobody would claim it: it would wait for ever."""
    JobMachine.url = migrated_url
    failure = Failure("some_code", "Some sentence.", transient=True)
    for leave in (
        lambda ledger, lease: ledger.given_back(lease),
        lambda ledger, lease: ledger.failed(lease, failure, 1, MAX_ATTEMPTS),
    ):
        machine = JobMachine()
        machine.begin()
        machine.claim()
        machine.cancel()
        ended = machine.run(leave(machine.ledger, machine.leases[-1]))
        assert (ended.state, ended.attempt) == ("cancelled", 1)
        machine.teardown()
