"""The job of a large change, and what names need every so often."""

from datetime import timedelta

import structlog

from musaic.jobs import public as jobs
from musaic.listening.analytics import public as analytics
from musaic.listening.names import public as names
from musaic.listening.rules.apply import KIND
from musaic.listening.rules.repository import rules as repository
from musaic.platform import clock

# Users whose names were read by an older Musaic, a few at each turn.
_MOST_OUTDATED = 20

log = structlog.get_logger(__name__)


async def run_rename(ctx: jobs.JobContext) -> None:
    """Work out every name of the user anew, rename listens and bring the charts up to date."""
    ctx.progress(analytics.NAMES, 0)
    audit_id = ctx.args.get("audit_id")
    result: dict[str, jobs.Json] = {}
    async with ctx.finish(result) as session:
        await analytics.begin_change(session, ctx.user_id, "UTC")
        changed = await analytics.rename_everything(session, ctx.user_id, lambda step: ctx.progress(step, 0))
        await names.mark_current(session, ctx.user_id)
        if isinstance(audit_id, int):
            await repository.set_audit_listens(session, ctx.user_id, audit_id, changed)
        result["listens"] = changed
    log.info("names_applied", user_id=ctx.user_id, listens=changed)


async def catch_up(upkeep: jobs.Upkeep) -> None:
    """Queue a renaming for users whose names were made by older functions: once after an upgrade."""
    async with upkeep.database.system_transaction() as session:
        waiting = await names.outdated(session, _MOST_OUTDATED)
    for user_id in waiting:
        async with upkeep.database.user_transaction(user_id) as session:
            key = f"naming:{names.NAMING}:{clock.now():%Y-%m-%d}"
            idempotency = jobs.Idempotency.of(key, {})
            await jobs.submit(session, user_id=user_id, kind=KIND, args={}, idempotency=idempotency)


KINDS = (
    jobs.JobKind(
        KIND,
        (jobs.Step(analytics.NAMES, 2), jobs.Step(analytics.LISTENS, 2), jobs.Step(analytics.CHARTS, 3)),
        run_rename,
        max_attempts=3,
    ),
)
SCHEDULES = (jobs.Schedule("listening.names", timedelta(minutes=5), catch_up),)
