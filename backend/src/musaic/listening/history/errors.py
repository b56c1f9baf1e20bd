"""What can be wrong with an import, as a client sees it."""

from http import HTTPStatus

from musaic.platform.errors import AppError, NotFoundError


class ImportNotFoundError(NotFoundError):
    """No such import of this user."""

    code = "import_not_found"
    detail_default = "There is no such import."


class UnknownTimezoneError(AppError):
    """The zone is not in the time zone database."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unknown_timezone"
    detail_default = "This time zone is not known. Use a name such as Asia/Almaty."


class UnknownFormatError(AppError):
    """No importer has this name."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unknown_import_format"
    detail_default = "This format is not known. Leave it out to have it recognised from the file."


class UnreadableFileError(Exception):
    """The file cannot be imported; ``code`` is stable, the message is for the user.

    Raised while a job reads, so it has no status: it becomes the job's error.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)
