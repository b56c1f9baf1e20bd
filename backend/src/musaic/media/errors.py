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
