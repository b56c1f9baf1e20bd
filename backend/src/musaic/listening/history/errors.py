"""What can be wrong with an import, as a client sees it."""

from enum import StrEnum
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


class Unreadable(StrEnum):
    """Why a file cannot be imported: the stable codes of the import job's error."""

    TOO_LARGE = "file_too_large"
    EMPTY = "file_empty"
    MALFORMED = "file_malformed"
    TRUNCATED = "file_truncated"
    ROW_TOO_LONG = "row_too_long"
    WRONG_VERSION = "wrong_version"
    COLUMNS_MISSING = "columns_missing"
    WRONG_ENCODING = "wrong_encoding"
    NOT_RECOGNISED = "format_not_recognised"
    ARCHIVE_DAMAGED = "archive_damaged"
    ARCHIVE_TOO_MANY_FILES = "archive_too_many_files"
    ARCHIVE_TOO_LARGE = "archive_too_large"
    ARCHIVE_FILE_TOO_LARGE = "archive_file_too_large"
    ARCHIVE_UNSAFE_PATH = "archive_unsafe_path"
    ARCHIVE_LINK = "archive_link"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    ARCHIVE_NESTED = "archive_nested"
    ARCHIVE_BOMB = "archive_bomb"


_SENTENCES = {
    Unreadable.TOO_LARGE: "The file is larger than 1 GB. Import it in parts.",
    Unreadable.EMPTY: "The file is empty.",
    Unreadable.MALFORMED: "The file is damaged after row {row}. Download it again and retry.",
    Unreadable.TRUNCATED: "The file ends in the middle, after row {row}. Download it again and retry.",
    Unreadable.ROW_TOO_LONG: "Row {row} is too large. A quotation mark may be missing there.",
    Unreadable.WRONG_VERSION: "This version of the format is not known. Update Musaic and try again.",
    Unreadable.COLUMNS_MISSING: "The file does not have the columns that were chosen. Choose them again.",
    Unreadable.WRONG_ENCODING: "The file is not Unicode text. Save it as UTF-8 and import it again.",
    Unreadable.NOT_RECOGNISED: (
        "This is not a listening history that Musaic knows. Upload the export as you received it, "
        "or choose the columns of a CSV file yourself."
    ),
    Unreadable.ARCHIVE_DAMAGED: "The archive is damaged or incomplete. Download it again and retry.",
    Unreadable.ARCHIVE_TOO_MANY_FILES: "The archive has more than 1,000 files.",
    Unreadable.ARCHIVE_TOO_LARGE: "The archive holds more than 1 GB. Import it in parts.",
    Unreadable.ARCHIVE_FILE_TOO_LARGE: "A file in the archive is larger than 512 MB.",
    Unreadable.ARCHIVE_UNSAFE_PATH: "The archive holds a file with an unsafe path.",
    Unreadable.ARCHIVE_LINK: "The archive holds a link; only plain files are accepted.",
    Unreadable.ARCHIVE_ENCRYPTED: "The archive has a password. Unpack it first.",
    Unreadable.ARCHIVE_NESTED: "The archive holds another archive. Unpack it first.",
    Unreadable.ARCHIVE_BOMB: "A file in the archive is packed more tightly than real data ever is.",
}


class UnreadableFileError(Exception):
    """The file cannot be imported; ``code`` is stable, ``message`` is for the user.

    Raised while a job reads, so it has no status: it becomes the job's error. ``row`` is the last
    row that was read.
    """

    def __init__(self, reason: Unreadable, *, row: int = 0) -> None:
        self.code = reason.value
        self.message = _SENTENCES[reason].format(row=row)
        super().__init__(self.message)


class UnreadableUploadError(AppError):
    """The file of a preview cannot be imported; the code is that of the reason."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unreadable_file"
    detail_default = "The file cannot be read. The code names the reason, as an import's job would."


_REFUSALS: dict[str, type[UnreadableUploadError]] = {
    reason.value: type(
        "UnreadableUploadError",
        (UnreadableUploadError,),
        {"code": reason.value, "__doc__": UnreadableUploadError.__doc__},
    )
    for reason in Unreadable
}
UNREADABLE_UPLOADS = tuple(_REFUSALS.values())


def refusal(error: UnreadableFileError) -> UnreadableUploadError:
    """Return what a client sees of ``error`` when it waits for the answer."""
    return _REFUSALS[error.code](error.message)
