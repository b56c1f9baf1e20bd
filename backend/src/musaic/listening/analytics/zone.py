"""When a user moves to another time zone, local dates and hours are written anew.

The accounts room lies below and knows nothing of listens, so the change is noticed here: every
chart begins with the history's state, which shows both zones. The first request after the change
queues a rebuild; until it is done charts answer in the old zone, and its new version makes every
cached reply void.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.listening.analytics.repository import rollups, state
from musaic.platform import clock

KIND = "listening.rebuild"
STEP = "rebuild"
# A rebuild that failed is asked for again after this long.
_RETRY_S = 600


async def follow_zone(session: AsyncSession, user_id: int, now: state.HistoryState) -> None:
    """Queue a rebuild for the wanted zone, once however many charts ask for it."""
    if now.version == 0:
        return
    window = int(clock.now().timestamp()) // _RETRY_S
    key = f"{now.wanted}:{now.version}:{window}"
    await jobs.submit(
        session,
        user_id=user_id,
        kind=KIND,
        args={},
        subject_id=None,
        idempotency=jobs.Idempotency.of(key, {}),
    )


async def rebuild(session: AsyncSession, user_id: int) -> None:
    """Bring local dates to the user's zone and write every rollup anew."""
    before = await state.read(session, user_id)
    await rollups.lock_state(session, user_id, before.wanted)
    await rollups.move_to_zone(session, user_id, before.wanted)
    await rollups.rebuild(session, user_id)
    await rollups.raise_version(session, user_id)


async def run_rebuild(ctx: jobs.JobContext) -> None:
    """Rebuild as a job: six seconds for half a million listens."""
    ctx.progress(STEP, 0)
    async with ctx.finish() as session:
        await rebuild(session, ctx.user_id)


KINDS = (jobs.JobKind(KIND, (jobs.Step(STEP),), run_rebuild),)
