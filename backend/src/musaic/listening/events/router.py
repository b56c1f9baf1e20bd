"""The caller's life events."""

from functools import partial
from uuid import UUID

from fastapi import APIRouter, Response

from musaic.listening.analytics.deps import CHART, EVERYTHING, ChartsDep
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.events import repository, service
from musaic.listening.events.errors import (
    LifeEventDaysError,
    LifeEventNotFoundError,
    TooManyLifeEventsError,
)
from musaic.listening.events.schemas import Impact, LifeEventChange, LifeEventIn, LifeEventOut, LifeEvents
from musaic.platform.deps import CurrentUser, UserSession
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/listening/life-events", tags=["listening"])

_GONE = problems(LifeEventNotFoundError)


@router.get("", name="list_life_events", summary="Your life events")
async def list_life_events(user: CurrentUser, session: UserSession) -> LifeEvents:
    """Return all of the caller's events, oldest first."""
    rows = await repository.every(session, user.user_id)
    return LifeEvents(items=[LifeEventOut.model_validate(row) for row in rows])


@router.post(
    "",
    name="add_life_event",
    summary="Add a life event",
    status_code=201,
    responses=problems(LifeEventDaysError, TooManyLifeEventsError),
)
async def add_life_event(new: LifeEventIn, user: CurrentUser, session: UserSession) -> LifeEventOut:
    """Mark a stretch of days: a trip, a job, a break-up."""
    return LifeEventOut.model_validate(await service.add(session, user.user_id, new))


@router.get("/{event_id:uuid}", name="get_life_event", summary="One life event", responses=_GONE)
async def get_life_event(event_id: UUID, user: CurrentUser, session: UserSession) -> LifeEventOut:
    """Return one event."""
    return LifeEventOut.model_validate(await service.one(session, user.user_id, event_id))


@router.patch(
    "/{event_id:uuid}",
    name="change_life_event",
    summary="Change a life event",
    responses=problems(LifeEventNotFoundError, LifeEventDaysError),
)
async def change_life_event(
    event_id: UUID, changed: LifeEventChange, user: CurrentUser, session: UserSession
) -> LifeEventOut:
    """Change what the body names; everything else stays. Only the last day may be null."""
    sent = changed.model_dump(exclude_unset=True)
    values = {name: value for name, value in sent.items() if value is not None or name == "last_day"}
    return LifeEventOut.model_validate(await service.change(session, user.user_id, event_id, values))


@router.delete(
    "/{event_id:uuid}",
    name="delete_life_event",
    summary="Delete a life event",
    status_code=204,
    responses=_GONE,
)
async def delete_life_event(event_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Delete an event; the listens stay."""
    await service.remove(session, user.user_id, event_id)


@router.get(
    "/{event_id:uuid}/impact",
    name="life_event_impact",
    summary="Before, during and after",
    response_model=Impact,
    responses=CHART | _GONE,
)
async def life_event_impact(
    event_id: UUID, charts: ChartsDep, session: UserSession, entity: Entity = "artist"
) -> Response:
    """Compare an event with as many days before and after it."""
    event = LifeEventOut.model_validate(await service.one(session, charts.user.user_id, event_id))
    build = partial(service.impact, event=event, entity=entity)
    key = f"{event.model_dump_json()}&{entity}"
    return await charts.reply(EVERYTHING, key, build, definition="life-events", dated=True)
