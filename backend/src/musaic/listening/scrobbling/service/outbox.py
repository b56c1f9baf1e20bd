"""Which listens go to which relay, and the job that takes them there.

No loops: what says that it came from a service is not sent back there, what was passed on by Musaic
before goes nowhere, and neither does a repeat of a listen that is in the history already.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.repository import relays
from musaic.listening.scrobbling.song import Scrobble

KIND = "listening.relay"
# Written into every listen that is passed on, and looked for in every one that comes in.
OURSELVES = "Musaic"
_MARKS = {
    "listenbrainz": ("listenbrainz",),
    "lastfm": ("last.fm", "lastfm"),
    "maloja": ("maloja",),
}
_TELLING = (
    "submission_client",
    "original_submission_client",
    "music_service",
    "music_service_name",
    "listening_from",
)


async def pass_on(
    session: AsyncSession,
    caller: Caller,
    new: Sequence[tuple[int, Scrobble]],
    targets: Sequence[RowMapping],
) -> None:
    """Leave the new listens to the user's relays and see to it that a job delivers them.

    ``targets`` are the user's relays: ``{id, kind, job_id}``.
    """
    for target in targets:
        ids = [number for number, scrobble in new if goes_to(target["kind"], scrobble, caller)]
        if ids:
            await relays.put(session, caller.user_id, [(target["id"], number) for number in ids])
            await deliver(session, caller.user_id, target["id"], target["job_id"])


async def deliver(session: AsyncSession, user_id: int, relay_id: UUID, job_id: UUID | None) -> None:
    """Queue a delivery unless one waits that will take these listens too.

    One that runs may have looked for the last time already, so it does not count.
    """
    if job_id is not None:
        view = (await jobs.views_of(session, user_id, [job_id])).get(job_id)
        if view is not None and view.state == "queued":
            return
    job = await jobs.submit(
        session, user_id=user_id, kind=KIND, args={"relay_id": str(relay_id)}, subject_id=relay_id
    )
    await relays.change(session, user_id, relay_id, job_id=job.id)


def goes_to(kind: str, scrobble: Scrobble, caller: Caller) -> bool:
    """Tell whether a listen may be passed on to a service of this kind."""
    said = [str(scrobble.song.info.get(key, "")).lower() for key in _TELLING]
    said.append((caller.client or "").lower())
    if any(text == OURSELVES.lower() for text in said):
        return False
    return not any(mark in text for mark in _MARKS[kind] for text in said)
