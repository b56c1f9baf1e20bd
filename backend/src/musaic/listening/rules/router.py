"""Names: switches and rules, with previews, undo and an audit."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from musaic.jobs.public import Idempotency, IdempotencyKeyReusedError, once
from musaic.listening.rules import service
from musaic.listening.rules.errors import (
    NameNotHeardError,
    RuleCircleError,
    RuleIncompleteError,
    RuleNotFoundError,
    RuleUndoneError,
)
from musaic.listening.rules.schemas import (
    AuditOut,
    PreviewOut,
    RuleChanged,
    RuleIn,
    RuleOut,
    SwitchesChanged,
    SwitchesIn,
    SwitchesOut,
)
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, UserSession
from musaic.platform.pagination import InvalidCursorError, Page, decode_cursor, encode_cursor
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/listening/names", tags=["names"])

_INVALID = (RuleIncompleteError, NameNotHeardError, RuleCircleError)
_LATER = "Kept; a job brings the charts up to date"
_QUEUED: dict[int | str, dict[str, Any]] = {202: {"description": _LATER, "model": RuleChanged}}
_QUEUED_SWITCHES: dict[int | str, dict[str, Any]] = {202: {"description": _LATER, "model": SwitchesChanged}}


@router.get("/switches", name="get_name_switches", summary="How names are read")
async def get_switches(user: CurrentUser, session: UserSession) -> SwitchesOut:
    """Return the caller's switches."""
    return await service.get_switches(session, user.user_id)


@router.patch(
    "/switches",
    name="set_name_switches",
    summary="Change how names are read",
    responses=_QUEUED_SWITCHES,
)
async def set_switches(
    wanted: SwitchesIn, user: CurrentUser, session: UserSession, response: Response
) -> SwitchesChanged:
    """Set switches. 200: every chart follows at once; 202: the job named in the reply is on it."""
    changed = await service.set_switches(session, user.user_id, wanted)
    response.status_code = 202 if changed.job_id else 200
    return changed


@router.post("/switches/preview", name="preview_name_switches", summary="What switches would change")
async def preview_switches(wanted: SwitchesIn, user: CurrentUser, session: UserSession) -> PreviewOut:
    """Count the listens that these switches would touch and show examples; nothing is kept.

    Of a large history only a part is looked at, and ``exact`` is false.
    """
    return await service.preview_switches(session, user.user_id, wanted)


@router.get("/rules", name="list_name_rules", summary="Your rules", responses=problems(InvalidCursorError))
async def list_rules(
    user: CurrentUser, session: UserSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[RuleOut]:
    """Return the newest rules first, undone ones included."""
    items, following = await service.rules(session, user.user_id, cursor, limit)
    return Page[RuleOut](items=items, next_cursor=following)


@router.post(
    "/rules",
    name="add_name_rule",
    summary="Add a rule",
    responses={**problems(*_INVALID, IdempotencyKeyReusedError), **_QUEUED},
)
async def add_rule(
    wanted: RuleIn,
    user: CurrentUser,
    session: UserSession,
    response: Response,
    key: IdempotencyKey = None,
) -> RuleChanged:
    """Merge, rename, split, keep together or exclude. 200: done; 202: the job named in the reply is on it."""
    changed = await once(
        session,
        RuleChanged,
        lambda: service.add_rule(session, user.user_id, wanted),
        user_id=user.user_id,
        operation="POST /listening/names/rules",
        idempotency=Idempotency.of(key, wanted),
    )
    response.status_code = 202 if changed.job_id else 200
    return changed


@router.post(
    "/rules/preview",
    name="preview_name_rule",
    summary="What a rule would change",
    responses=problems(*_INVALID),
)
async def preview_rule(wanted: RuleIn, user: CurrentUser, session: UserSession) -> PreviewOut:
    """Count the listens that a rule would touch and show examples; nothing is kept."""
    return await service.preview(session, user.user_id, wanted)


@router.post(
    "/rules/{rule_id:uuid}/undo",
    name="undo_name_rule",
    summary="Undo a rule",
    responses={**problems(RuleNotFoundError, RuleUndoneError), **_QUEUED},
)
async def undo_rule(
    rule_id: UUID, user: CurrentUser, session: UserSession, response: Response
) -> RuleChanged:
    """Let a rule hold no longer; it stays on the list."""
    changed = await service.undo_rule(session, user.user_id, rule_id)
    response.status_code = 202 if changed.job_id else 200
    return changed


@router.delete(
    "/rules/{rule_id:uuid}",
    name="delete_name_rule",
    summary="Delete a rule",
    responses={**problems(RuleNotFoundError), **_QUEUED},
)
async def delete_rule(
    rule_id: UUID, user: CurrentUser, session: UserSession, response: Response
) -> RuleChanged:
    """Undo a rule if it holds, and take it off the list; the audit keeps it."""
    changed = await service.delete_rule(session, user.user_id, rule_id)
    response.status_code = 202 if changed.job_id else 200
    return changed


@router.get(
    "/audit", name="list_name_changes", summary="What was changed", responses=problems(InvalidCursorError)
)
async def list_audit(
    user: CurrentUser,
    session: UserSession,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[AuditOut]:
    """Return every change of switches and rules, newest first."""
    before = int(decode_cursor(cursor, int)[0]) if cursor else None
    items = await service.audits(session, user.user_id, before, limit + 1)
    more = len(items) > limit
    following = encode_cursor(items[limit - 1].id) if more else None
    return Page[AuditOut](items=items[:limit], next_cursor=following)
