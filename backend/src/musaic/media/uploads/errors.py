"""Errors that only the tus protocol knows."""

# ruff: noqa: N818 - named as the room's other errors are

from musaic.media.errors import MediaError


class TusVersionUnsupported(MediaError):
    """The client did not say that it speaks tus 1.0.0."""

    status = 412
    code = "tus_version_unsupported"
    detail_default = "This address speaks tus 1.0.0. Send the header Tus-Resumable: 1.0.0."


class BadTusHeader(MediaError):
    """A header of the protocol is missing or cannot be read."""

    status = 400
    code = "bad_tus_header"
    detail_default = "A header of the upload is missing or malformed."


class WrongUploadType(MediaError):
    """The body is not declared as a piece of an upload."""

    status = 415
    code = "wrong_upload_type"
    detail_default = "Send pieces of an upload as application/offset+octet-stream."


class OffsetConflict(MediaError):
    """The piece does not begin where the upload stands."""

    status = 409
    code = "offset_conflict"
    detail_default = "The upload stands at another offset. Ask for it with HEAD and go on from there."


class UploadBusy(MediaError):
    """Another connection is sending this upload right now."""

    status = 423
    code = "upload_busy"
    detail_default = "This upload is being sent by another connection. Try again in a few seconds."


class TooManyUploads(MediaError):
    """More unfinished uploads than a user may have."""

    status = 429
    code = "too_many_uploads"
    detail_default = "Too many unfinished uploads. Finish or cancel some of them first."


class ChecksumMismatch(MediaError):
    """The piece is not what its checksum says; nothing of it was kept."""

    status = 460  # the protocol's own
    code = "checksum_mismatch"
    detail_default = "This piece was damaged on its way. Send it again."
