"""Is the process alive, can it serve, and how is it doing."""

import asyncio
import hmac
import ipaddress
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse
from sqlalchemy import text

from musaic.jobs.metrics import JOB_FIGURES
from musaic.platform.deps import Runtime, RuntimeDep
from musaic.platform.errors import ForbiddenError
from musaic.platform.schemas import Output
from musaic.platform.web import metrics
from musaic.platform.web.problems import problems

router = APIRouter(tags=["health"])

State = Literal["ok", "degraded", "down"]
_TIMEOUT_S = 2.0


class Health(Output):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Output):
    """Whether requests can be served, dependency by dependency."""

    status: State
    database: State
    redis: State


@router.get("/healthz", name="healthz", summary="Alive")
async def healthz() -> Health:
    """Answer without asking any other server."""
    return Health(status="ok")


@router.get(
    "/readyz", name="readyz", summary="Ready", responses={503: {"model": Readiness, "description": "Down"}}
)
async def readyz(pieces: RuntimeDep, response: Response) -> Readiness:
    """Ask each dependency. Without Redis we are degraded, not down: it carries only hints."""
    database, redis = await asyncio.gather(_database(pieces), _redis(pieces))
    status: State = "down" if database == "down" else "degraded" if redis == "down" else "ok"
    response.status_code = 503 if status == "down" else 200
    return Readiness(status=status, database=database, redis=redis)


@router.get(
    "/metrics",
    name="metrics",
    summary="Prometheus figures",
    response_class=PlainTextResponse,
    responses=problems(ForbiddenError),
)
async def read_metrics(request: Request, pieces: RuntimeDep) -> Response:
    """Serve the figures to this machine, or to whoever knows the metrics token."""
    if not _may_read_metrics(request, pieces):
        message = "Metrics are for this machine only; set MUSAIC_METRICS_TOKEN to read them from elsewhere."
        raise ForbiddenError(message)
    await JOB_FIGURES.refresh(pieces.database)
    body, content_type = metrics.render()
    return Response(body, media_type=content_type)


def _may_read_metrics(request: Request, pieces: Runtime) -> bool:
    token = pieces.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None:
        return hmac.compare_digest(given.encode(), token.get_secret_value().encode())
    proxied = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    try:
        return not proxied and ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False


async def _database(pieces: Runtime) -> State:
    try:
        async with asyncio.timeout(_TIMEOUT_S), pieces.database.app_engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except Exception:  # noqa: BLE001  whatever is wrong, the answer is the same
        return "down"
    return "ok"


async def _redis(pieces: Runtime) -> State:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await pieces.redis.ping()
    except Exception:  # noqa: BLE001  whatever is wrong, the answer is the same
        return "down"
    return "ok"
