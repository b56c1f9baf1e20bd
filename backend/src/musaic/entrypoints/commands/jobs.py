"""``musaic jobs``: everybody's jobs from the operator's terminal."""

from __future__ import annotations

from uuid import UUID

import click

from musaic.entrypoints.running import Ground, run, user_id_of

_STATES = ("queued", "running", "succeeded", "failed", "cancelled", "dead")


@click.group("jobs")
def command() -> None:
    """List jobs, try failed ones again, cancel those that wait or run."""


@command.command("list")
@click.option("--email", help="Only the jobs of this account.")
@click.option("--state", "states", multiple=True, type=click.Choice(_STATES), help="Only these; repeatable.")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 1000))
def show(email: str | None, states: tuple[str, ...], limit: int) -> None:
    """List the newest jobs."""

    async def work(ground: Ground) -> str:
        from musaic.jobs.service.operator import list_newest  # noqa: PLC0415  after the servers are found

        user_id = await user_id_of(ground, email) if email else None
        async with ground.database.system_transaction() as session:
            jobs = await list_newest(session, user_id=user_id, states=states, limit=limit)
        if not jobs:
            return "There are no such jobs."
        lines = [f"{'job':<36}  {'user':>5}  {'state':<9}  {'done':>5}  {'began':<16}  kind"]
        for owner, job in jobs:
            began = f"{job.created_at:%Y-%m-%d %H:%M}"
            lines.append(
                f"{job.id}  {owner:>5}  {job.state:<9}  {job.percent:>4.0f}%  {began:<16}  {job.kind}"
                + (f"  ({job.error_code}: {job.error_message})" if job.error_code else "")
            )
        return "\n".join(lines)

    run(work)


@command.command("retry")
@click.argument("job", type=click.UUID)
def retry(job: UUID) -> None:
    """Queue a failed, dead or cancelled JOB again."""
    run(lambda ground: _act(ground, job, "retry"))


@command.command("cancel")
@click.argument("job", type=click.UUID)
def cancel(job: UUID) -> None:
    """Cancel a waiting JOB, ask a running one to stop."""
    run(lambda ground: _act(ground, job, "cancel"))


async def _act(ground: Ground, job_id: UUID, what: str) -> str:
    from musaic.entrypoints.wiring import job_office  # noqa: PLC0415  after the servers are found
    from musaic.jobs.service import control, operator  # noqa: PLC0415

    async with job_office(ground.settings):
        async with ground.database.system_transaction() as session:
            user_id = await operator.owner_of(session, job_id)
        act = control.retry if what == "retry" else control.cancel
        async with ground.database.user_transaction(user_id) as session:
            view = await act(session, user_id, job_id)
    if view.state == "running":
        return f"Job {job_id} was asked to stop."
    return f"Job {job_id} is {view.state}."
