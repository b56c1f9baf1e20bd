"""What can be wrong with a life event."""

from http import HTTPStatus

from musaic.platform.errors import AppError, ConflictError, NotFoundError


class LifeEventNotFoundError(NotFoundError):
    """No such life event of this user."""

    code = "life_event_not_found"
    detail_default = "There is no such life event."


class LifeEventDaysError(AppError):
    """The event would end before it begins, or lies before or after all history."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "life_event_days"
    detail_default = "The last day of the event lies before its first."


class TooManyLifeEventsError(ConflictError):
    """More events than any timeline can show."""

    code = "too_many_life_events"
    detail_default = "You have 500 life events. Delete one before you add another."
