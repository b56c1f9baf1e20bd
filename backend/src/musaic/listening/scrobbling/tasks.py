"""The job that takes waiting listens to a relay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from musaic.integrations.relays import AddressRefusedError as Refused
from musaic.integrations.relays import CredentialsRefusedError, Delivery, OutgoingListen, UnavailableError
from musaic.jobs.public import JobContext, JobKind, PermanentJobError, Step, TransientJobError
from musaic.listening.scrobbling.repository import relays
from musaic.listening.scrobbling.service.outbox import KIND
from musaic.listening.scrobbling.targets import target_for
from musaic.platform import clock

SEND = "send"


@dataclass(frozen=True)
class Problem:
    """What a relay suffers from: a stable code, and the same as a sentence."""

    code: str
    sentence: str


_REFUSED = Problem(
    "relay_refused", "The service does not accept the stored credentials. Remove the relay and add it again."
)
_ADDRESS = Problem("relay_address_refused", "The address of the service is not one that Musaic may send to.")
_AWAY = Problem(
    "relay_unreachable", "The service cannot be reached; the listens wait and are sent when it is back."
)


async def run_relay(ctx: JobContext) -> None:
    """Send everything that waits for one relay, oldest first.

    What was sent is forgotten batch by batch; a crash between the two sends a batch again, which
    every service takes for what it is.
    """
    relay_id = UUID(str(ctx.args["relay_id"]))
    sent = refused = 0
    while True:
        ctx.progress(SEND, 0)
        async with ctx.transaction() as session:
            relay = await relays.find(session, ctx.user_id, relay_id)
        if relay is None:
            break
        try:
            target = target_for(dict(relay))
        except CredentialsRefusedError as error:
            await _note(ctx, relay_id, Delivery(), _REFUSED, [])
            raise _final(_REFUSED) from error
        async with ctx.transaction() as session:
            rows = await relays.batch(session, ctx.user_id, relay_id, target.most)
        if not rows:
            break
        try:
            delivery = await target.deliver(_outgoing(rows))
        except Refused as error:
            await _note(ctx, relay_id, Delivery(), _ADDRESS, [])
            raise _final(_ADDRESS) from error
        gone = [row["listen_id"] for row in rows if row["title"] is None]
        await _note(ctx, relay_id, delivery, _problem(delivery), gone)
        sent, refused = sent + len(delivery.sent), refused + len(delivery.refused)
        _raise(delivery)
    async with ctx.finish({"sent": sent, "refused": refused}):
        pass


def _outgoing(rows: Sequence[Any]) -> list[OutgoingListen]:
    return [
        OutgoingListen(
            id=row["listen_id"],
            artist=row["artist"],
            title=row["title"],
            album=row["album"],
            listened_at=row["played_at"],
            ms_played=row["ms_played"],
            info=row["info"],
        )
        for row in rows
        if row["title"] is not None
    ]


async def _note(
    ctx: JobContext, relay_id: UUID, delivery: Delivery, problem: Problem | None, gone: list[int]
) -> None:
    facts: dict[str, Any] = {}
    if problem is not None:
        facts |= _facts(problem)
    elif delivery.sent:
        facts |= {"last_error": None, "last_error_code": None}
    if delivery.sent:
        facts["last_sent_at"] = clock.now()
    async with ctx.transaction() as session:
        done = [*delivery.sent, *delivery.refused, *gone]
        if done:
            await relays.taken(session, ctx.user_id, relay_id, done)
            figures = {"sent": len(delivery.sent), "refused": len(delivery.refused)}
            await relays.count(session, ctx.user_id, relay_id, **figures)
        if facts:
            await relays.change(session, ctx.user_id, relay_id, **facts)


def _facts(problem: Problem) -> dict[str, Any]:
    return {
        "last_error": problem.sentence,
        "last_error_code": problem.code,
        "last_error_at": clock.now(),
    }


def _final(problem: Problem) -> PermanentJobError:
    return PermanentJobError(problem.code, problem.sentence)


def _problem(delivery: Delivery) -> Problem | None:
    if isinstance(delivery.trouble, CredentialsRefusedError):
        return _REFUSED
    return None if delivery.trouble is None else _AWAY


def _raise(delivery: Delivery) -> None:
    if isinstance(delivery.trouble, UnavailableError):
        raise TransientJobError(
            _AWAY.code, _AWAY.sentence, retry_after_s=delivery.trouble.retry_after_s
        ) from delivery.trouble
    if delivery.trouble is not None:
        raise _final(_REFUSED) from delivery.trouble


KINDS = (JobKind(KIND, (Step(SEND),), run_relay, max_attempts=12, quiet=True),)
