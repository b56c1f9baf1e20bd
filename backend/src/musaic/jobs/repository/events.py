"""Events: numbered per job under its row lock, and per user at commit."""

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.models import Job, JobEvent
from musaic.jobs.views import JobView, as_json, event_name, view_of


async def record(session: AsyncSession, job: Job) -> JobView:
    """Store the event of a change that has just raised ``job.event_seq``; returns the view in it."""
    view = view_of(job)
    await session.execute(
        insert(JobEvent).values(
            job_id=job.id, seq=job.event_seq, user_id=job.user_id, event=event_name(view), data=as_json(view)
        )
    )
    return view
