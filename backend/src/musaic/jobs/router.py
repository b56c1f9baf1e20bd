"""Jobs over HTTP: list, look, cancel, retry, follow."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from musaic.jobs.deps import LastEventId, Streams
from musaic.jobs.errors import JobFinishedError, JobNotFoundError, JobNotRetryableError
from musaic.jobs.schemas import JobOut
from musaic.jobs.service import control
from musaic.jobs.streams import replies
from musaic.jobs.views import JobState
from musaic.platform.deps import CurrentUser, Cursor, Limit, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.problems import problems
from musaic.platform.web.sse import HEADERS, stream_of

router = APIRouter(prefix="/jobs", tags=["jobs"], responses=problems(NotAuthenticatedError))

_JOB = {"$ref": "#/components/schemas/JobOut"}
Quiet = Annotated[bool, Query(description="Also jobs that nobody waits for, such as passing listens on")]
_EVENTS = stream_of(dict.fromkeys(("progress", "succeeded", "failed", "cancelled", "dead"), _JOB))


@router.get("", name="list_jobs", summary="Jobs, newest first", responses=problems(InvalidCursorError))
async def list_jobs(
    user: CurrentUser,
    session: UserSession,
    state: Annotated[list[JobState] | None, Query(description="Only these states")] = None,
    kind: Annotated[str | None, Query(max_length=64, description="Only this kind")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
    *,
    quiet: Quiet = False,
) -> Page[JobOut]:
    """Return one page of the caller's jobs; those of a quiet kind when asked for, or by their kind."""
    views, following = await control.list_jobs(
        session, user.user_id, states=state or (), kind=kind, quiet=quiet, cursor=cursor, limit=limit
    )
    return Page(items=[JobOut.model_validate(view) for view in views], next_cursor=following)


@router.get(
    "/events",
    name="follow_jobs",
    summary="Follow all jobs (SSE)",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
async def follow_jobs(
    user: CurrentUser, streams: Streams, last: LastEventId, *, quiet: Quiet = False
) -> Response:
    """Stream the events of all the caller's jobs; `id:` rises over all of them.

    Without `Last-Event-ID` it begins with the present state of unfinished jobs.
    """
    opened = await replies.open_tray(streams, user, last, quiet=quiet)
    return _streaming(replies.frames(streams, user, opened))


@router.get("/{job_id:uuid}", name="get_job", summary="One job", responses=problems(JobNotFoundError))
async def get_job(job_id: UUID, user: CurrentUser, session: UserSession) -> JobOut:
    """Return one of the caller's jobs."""
    return JobOut.model_validate(await control.get_owned(session, user.user_id, job_id))


@router.post(
    "/{job_id:uuid}/cancel",
    name="cancel_job",
    summary="Stop a job",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(JobNotFoundError, JobFinishedError),
)
async def cancel_job(job_id: UUID, user: CurrentUser, session: UserSession) -> JobOut:
    """Cancel a queued job at once; ask a running one to stop, which it does within seconds."""
    return JobOut.model_validate(await control.cancel(session, user.user_id, job_id))


@router.post(
    "/{job_id:uuid}/retry",
    name="retry_job",
    summary="Try a failed job again",
    status_code=HTTPStatus.ACCEPTED,
    responses=problems(JobNotFoundError, JobNotRetryableError),
)
async def retry_job(job_id: UUID, user: CurrentUser, session: UserSession) -> JobOut:
    """Queue a failed, dead or cancelled job again, with all its attempts."""
    return JobOut.model_validate(await control.retry(session, user.user_id, job_id))


@router.get(
    "/{job_id:uuid}/events",
    name="follow_job",
    summary="Follow one job (SSE)",
    response_class=StreamingResponse,
    responses={
        **problems(JobNotFoundError),
        **_EVENTS,
        204: {"description": "The job has ended and its last event was seen: do not come back."},
    },
)
async def follow_job(job_id: UUID, user: CurrentUser, streams: Streams, last: LastEventId) -> Response:
    """Stream the events of one job until it ends; `id:` rises by one with each event."""
    opened = await replies.open_job(streams, user, job_id, last)
    if opened is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return _streaming(replies.frames(streams, user, opened))


def _streaming(frames: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(frames, media_type="text/event-stream", headers=HEADERS)
