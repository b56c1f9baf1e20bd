"""Named errors of the media room, each a plain sentence that says what to do."""

# ruff: noqa: N818 - the names say what is wrong with the file, which "Error" would not make clearer

from musaic.platform.errors import AppError


class MediaError(AppError):
    """Anything wrong with an uploaded or produced file."""

    status = 422
    code = "media_error"
    detail_default = "This file cannot be used. Upload another one."


class NotAudio(MediaError):
    """The content is no audio container that we open, whatever its name says."""

    status = 415
    code = "not_audio"
    detail_default = (
        "This file holds no audio that we can open. Upload WAV, FLAC, MP3, M4A, OGG, Opus, WebM, MP4 or MKV."
    )


class UnsupportedAudio(MediaError):
    """Audio, but with a codec, channel count or sample rate outside our limits."""

    status = 415
    code = "unsupported_audio"
    detail_default = (
        "This kind of audio is not supported. Convert it to FLAC, MP3 or M4A and upload it again."
    )


class AudioTooLong(MediaError):
    """Longer, in time or in samples, than this server accepts."""

    status = 413
    code = "audio_too_long"
    detail_default = "This recording is too long. Cut it into shorter parts and upload them one by one."


class UndecodableAudio(MediaError):
    """Looks like audio but is damaged, or exhausts the limits of the decoding process."""

    status = 422
    code = "undecodable_audio"
    detail_default = (
        "This file is damaged or incomplete. Export it again from its source and upload the new file."
    )


class MediaNotFound(MediaError):
    """No such asset, or not the caller's: both look the same from outside."""

    status = 404
    code = "media_not_found"
    detail_default = "This file does not exist, or it was deleted."


class UploadNotFound(MediaError):
    """No such resumable upload, or it expired, or it is not the caller's."""

    status = 404
    code = "upload_not_found"
    detail_default = "This upload does not exist any more. Start it again."


class UnsupportedDocument(MediaError):
    """A document that is neither text (JSON, CSV, a page) nor ZIP, whatever its name says."""

    status = 415
    code = "unsupported_document"
    detail_default = "This is no text, table or ZIP file. Upload the export as you received it."


class QuotaExceeded(MediaError):
    """The user's files would take more room than each user has."""

    status = 413
    code = "quota_exceeded"
    detail_default = "Your storage is full. Delete files you no longer need and try again."


class EmptyFile(MediaError):
    """An upload of no bytes."""

    status = 422
    code = "empty_file"
    detail_default = "This file is empty. Choose another one."


class BadMultipart(MediaError):
    """The body is no multipart form with one file."""

    status = 400
    code = "bad_multipart"
    detail_default = "Send the file as multipart/form-data in a field named file."


class UploadInterrupted(MediaError):
    """The connection ended before the whole body had arrived."""

    status = 400
    code = "upload_interrupted"
    detail_default = "The upload was interrupted. Send it again, or use a resumable upload."


class IdempotencyKeyReused(MediaError):
    """The same Idempotency-Key came with another file."""

    status = 422
    code = "idempotency_key_reused"
    detail_default = "This Idempotency-Key was used for another file. Use a new key for each upload."


class RangeNotSatisfiable(MediaError):
    """The Range header asks for bytes that are not there, or cannot be read."""

    status = 416
    code = "range_not_satisfiable"
    detail_default = "This range lies outside the file."


class LinkInvalid(MediaError):
    """A signed link that we did not sign, or not for this."""

    status = 403
    code = "link_invalid"
    detail_default = "This link is not valid. Open the file again to get a fresh one."


class LinkExpired(MediaError):
    """A signed link past its time."""

    status = 403
    code = "link_expired"
    detail_default = "This link has expired. Open the file again to get a fresh one."
