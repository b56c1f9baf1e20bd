"""The demo over HTTP: load it, ask for it, take it away."""

from uuid import UUID

from fastapi import APIRouter, status

from musaic.entrypoints.demo import service
from musaic.jobs.public import Idempotency, IdempotencyKeyReusedError, once
from musaic.platform.deps import CurrentUser, IdempotencyKey, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.schemas import Output
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/demo", tags=["demo"], responses=problems(NotAuthenticatedError))


class DemoState(Output):
    """Whether the demo is there."""

    loaded: bool


class DemoAccepted(Output):
    """The job that loads the demo."""

    job_id: UUID


@router.get("", name="get_demo", summary="Whether the demo data are loaded")
async def get_demo(user: CurrentUser, session: UserSession) -> DemoState:
    """Tell whether anything of the demo is in the caller's account."""
    return DemoState(loaded=await service.is_loaded(session, user.user_id))


@router.post(
    "",
    name="load_demo",
    summary="Load the demo data",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(service.DemoLoadedError, IdempotencyKeyReusedError),
)
async def load_demo(user: CurrentUser, session: UserSession, key: IdempotencyKey = None) -> DemoAccepted:
    """Two years of listening, three short songs and a voice, all computed."""

    async def make() -> DemoAccepted:
        return DemoAccepted(job_id=await service.order(session, user.user_id))

    return await once(
        session,
        DemoAccepted,
        make,
        user_id=user.user_id,
        operation="POST /demo",
        idempotency=Idempotency.of(key, {}),
    )


@router.delete("", name="remove_demo", summary="Remove the demo data", status_code=status.HTTP_204_NO_CONTENT)
async def remove_demo(user: CurrentUser, session: UserSession) -> None:
    """Remove what came with the demo and nothing else."""
    await service.remove(session, user.user_id)
