"""``musaic demo``: two computed years of listening, songs and a voice for one account."""

from __future__ import annotations

import asyncio
from uuid import UUID

import click

from musaic.entrypoints.running import Ground, run, user_id_of

_LOOK_S = 0.3


@click.group("demo")
def command() -> None:
    """Load demo data into an account, or take exactly them away again."""


@command.command("load")
@click.option("--email", required=True, help="The account that gets them.")
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until everything is there.")
def load(email: str, *, wait: bool) -> None:
    """Load the demo data; the running Musaic's worker makes them."""

    async def work(ground: Ground) -> str:
        from musaic.entrypoints.demo import service  # noqa: PLC0415  after the servers are found
        from musaic.entrypoints.wiring import job_office  # noqa: PLC0415

        user_id = await user_id_of(ground, email)
        async with job_office(ground.settings), ground.database.user_transaction(user_id) as session:
            job_id = await service.order(session, user_id)
        if not wait:
            return f"Job {job_id} loads the demo data."
        await _finished(ground, user_id, job_id)
        await _history_counted(ground, user_id)
        return f"The demo data are in the account {email}. Log in and look around."

    run(work)


@command.command("remove")
@click.option("--email", required=True, help="The account that has them.")
def remove(email: str) -> None:
    """Remove what came with the demo and nothing else."""

    async def work(ground: Ground) -> str:
        from musaic.entrypoints.demo import service  # noqa: PLC0415  after the servers are found
        from musaic.entrypoints.wiring import job_office  # noqa: PLC0415

        user_id = await user_id_of(ground, email)
        async with job_office(ground.settings), ground.database.user_transaction(user_id) as session:
            if not await service.is_loaded(session, user_id):
                return f"There are no demo data in the account {email}."
            await service.remove(session, user_id)
        return f"The demo data are gone from the account {email}."

    run(work)


async def _finished(ground: Ground, user_id: int, job_id: UUID) -> None:
    """Wait for the job, saying each step once; raises ClickException when it fails."""
    from musaic.jobs.service.control import get_owned  # noqa: PLC0415  after the servers are found

    said = ""
    while True:
        async with ground.database.user_transaction(user_id) as session:
            job = await get_owned(session, user_id, job_id)
        if job.is_finished:
            break
        text = f"{job.state}: {job.step}" if job.step else job.state
        if text != said:
            click.echo(f"  {text}")
            said = text
        await asyncio.sleep(_LOOK_S)
    if job.state != "succeeded":
        message = f"The job is {job.state}: {job.error_message or 'look at `musaic jobs list`'}"
        raise click.ClickException(message)


async def _history_counted(ground: Ground, user_id: int) -> None:
    """Wait for the import that the demo began."""
    from musaic.jobs.service.operator import list_newest  # noqa: PLC0415  after the servers are found

    click.echo("  counting the listening history")
    while True:
        async with ground.database.system_transaction() as session:
            open_jobs = await list_newest(session, user_id=user_id, states=("queued", "running"))
        if not any(job.kind == "listening.import" for _, job in open_jobs):
            return
        await asyncio.sleep(_LOOK_S)
