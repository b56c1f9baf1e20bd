"""The server as a whole: for administrators, and for everybody where one of them opened it."""

import hashlib
from typing import Any

from fastapi import APIRouter, Request, Response

from musaic.listening.analytics.deps import CHART, DEFINITIONS, Format, MetricQuery
from musaic.listening.analytics.spreadsheet import as_csv
from musaic.listening.site import service
from musaic.listening.site.schemas import SiteAccess, SiteAccessOut, SiteSummary
from musaic.platform.deps import CurrentAdmin, CurrentUser, SystemSession
from musaic.platform.errors import ForbiddenError, NotAuthenticatedError
from musaic.platform.web.problems import problems

router = APIRouter(
    prefix="/listening/site",
    tags=["listening"],
    responses=problems(NotAuthenticatedError, ForbiddenError),
)
_CHART: dict[int | str, dict[str, Any]] = {status: CHART[status] for status in (200, 304)}


@router.get(
    "", name="listening_site", summary="The whole server", response_model=SiteSummary, responses=_CHART
)
async def site(
    request: Request,
    user: CurrentUser,
    session: SystemSession,
    metric: MetricQuery = "plays",
    format_: Format = "json",
) -> Response:
    """Return listeners, plays, hours and top artists of 30 days and ever, and 90 days one by one.

    Added up every half hour. Artists whom only one person played are named to administrators alone.
    """
    found = await service.summary(session, is_admin=user.is_admin, metric=metric)
    wants_csv = format_ == "csv" or request.headers.get("accept", "").startswith("text/csv")
    body = as_csv(found) if wants_csv else found.model_dump_json().encode()
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Accept",
        "Link": f'<{DEFINITIONS}#{service.DEFINITION}>; rel="describedby"',
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if wants_csv:
        headers["Content-Disposition"] = f'attachment; filename="server-{found.as_of:%Y-%m-%d}.csv"'
    media_type = "text/csv; charset=utf-8" if wants_csv else "application/json"
    return Response(body, media_type=media_type, headers=headers)


@router.put("/access", name="set_site_access", summary="Who sees the whole server")
async def set_access(body: SiteAccess, admin: CurrentAdmin, session: SystemSession) -> SiteAccessOut:
    """Open the server's summary to everybody with an account, or close it again."""
    await service.set_open(session, admin.user_id, open_to_all=body.open_to_all)
    return SiteAccessOut(open_to_all=body.open_to_all)
