"""The product's API, with the kinds of these tests and one route that submits them."""

from typing import Any

from fastapi import APIRouter, FastAPI

from jobs.chaos.kinds import KINDS
from musaic.entrypoints.api import create_app
from musaic.jobs.public import Idempotency, once, submit
from musaic.jobs.schemas import JobOut
from musaic.platform.deps import CurrentUser, IdempotencyKey, UserSession
from musaic.platform.schemas import Input

router = APIRouter(prefix="/api/v1/chaos")


class Work(Input):
    kind: str
    args: dict[str, Any]


@router.post("", status_code=202)
async def make_work(
    work: Work, user: CurrentUser, session: UserSession, key: IdempotencyKey = None
) -> JobOut:
    async def make() -> JobOut:
        view = await submit(session, user_id=user.user_id, kind=f"chaos.{work.kind}", args=work.args)
        return JobOut.model_validate(view)

    return await once(
        session,
        JobOut,
        make,
        user_id=user.user_id,
        operation="POST /chaos",
        idempotency=Idempotency.of(key, work),
    )


def build() -> FastAPI:
    app = create_app(kinds=KINDS)
    app.include_router(router)
    return app
