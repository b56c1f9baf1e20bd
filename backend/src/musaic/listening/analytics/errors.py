"""What can be wrong with a chart's parameters."""

from http import HTTPStatus

from musaic.platform.errors import AppError, NotFoundError


class InvalidRangeError(AppError):
    """The range is not one of those offered."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_range"
    detail_default = (
        "Give a range (all, 7d, 30d, 90d, 365d, a year such as 2026 or a month such as 2026-11), "
        "or from and to as dates."
    )


class InvalidFilterError(AppError):
    """A filter names nothing that charts can be narrowed to."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_filter"
    detail_default = "Give only and exclude as artist:ID, album:ID, track:ID or genre:NAME, up to 50 of each."


class NotInHistoryError(NotFoundError):
    """The user has never played this, or there is no such thing: the same to them."""

    code = "not_in_history"
    detail_default = "You have not played this."


class ListenNotFoundError(NotFoundError):
    """No such listen of this user."""

    code = "listen_not_found"
    detail_default = "There is no such listen."
