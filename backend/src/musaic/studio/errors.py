"""What can go wrong in the studio, said to the listener."""

from http import HTTPStatus

from musaic.platform.errors import AppError, NotFoundError


class SeparationNotFoundError(NotFoundError):
    """No such separation among the caller's."""

    code = "separation_not_found"
    detail_default = "This separation does not exist (any more)."


class EngineUnavailableError(AppError):
    """No engine can do what was asked for."""

    status = HTTPStatus.CONFLICT
    code = "engine_unavailable"
    detail_default = "No engine here makes this many stems yet. Ask for two stems with the engine auto."


class NotASongError(AppError):
    """The media is not audio."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "not_a_song"
    detail_default = "Only audio can be separated. Upload a song and try again."
