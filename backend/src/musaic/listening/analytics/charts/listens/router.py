"""The caller's plays, one by one."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Response

from musaic.listening.analytics.asked import chart_router
from musaic.listening.analytics.charts.listens import service
from musaic.listening.analytics.charts.listens.repository import ListenOrder
from musaic.listening.analytics.charts.listens.schemas import Listens
from musaic.listening.analytics.deps import WRONGLY_ASKED, ChartsDep, FiltersDep, RangeDep
from musaic.listening.analytics.errors import ListenNotFoundError
from musaic.platform.deps import CurrentUser, Cursor, Limit, UserSession
from musaic.platform.pagination import InvalidCursorError
from musaic.platform.web.problems import problems

router = chart_router()
changes = APIRouter()


@router.get(
    "/listens",
    name="listening_listens",
    summary="Plays, newest first",
    response_model=Listens,
    responses=problems(*WRONGLY_ASKED, InvalidCursorError),
)
async def listens(
    charts: ChartsDep,
    span: RangeDep,
    filters: FiltersDep,
    order: ListenOrder = "newest",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the plays of the range; with only and order, the first or last play of anything."""
    rows = charts.rows(limit)
    build = partial(service.listens, filters=filters, order=order, limit=rows, cursor=cursor)
    return await charts.reply(span, f"{order}&{rows}&{cursor}&{filters.key}", build, definition="plays")


@changes.delete(
    "/listens/{id}",
    name="delete_listen",
    summary="Delete one listen",
    status_code=204,
    responses=problems(ListenNotFoundError),
)
async def delete_listen(
    user: CurrentUser, session: UserSession, listen_id: Annotated[int, Path(alias="id", ge=1, lt=2**63)]
) -> None:
    """Take one listen out of the history for good; every chart follows at once."""
    await service.delete(session, user.user_id, listen_id)
