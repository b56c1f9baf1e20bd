"""Named errors of transcripts."""

from musaic.platform.errors import ConflictError, InvalidInputError, NotFoundError


class TranscriptNotFoundError(NotFoundError):
    """No such transcript of this user."""

    code = "transcript_not_found"
    detail_default = "There is no such transcript. It may have been deleted."


class SegmentNotFoundError(NotFoundError):
    """No such segment in this transcript."""

    code = "segment_not_found"
    detail_default = "This transcript has no such segment. Reload it and try again."


class TranscriptNotReadyError(ConflictError):
    """The transcript has no result yet."""

    code = "transcript_not_ready"
    detail_default = "This transcript is not finished yet. Wait for its job and try again."


class NotTranscribableError(InvalidInputError):
    """The file is no audio of the library."""

    code = "not_transcribable"
    detail_default = "Only audio can be transcribed. Choose a recording from your library."


class UnknownSpeakerError(InvalidInputError):
    """A label or a segment names a speaker that the transcript does not have."""

    code = "unknown_speaker"
    detail_default = "This transcript has no such speaker. Reload it and try again."


class EngineUnavailableError(ConflictError):
    """The engine that was asked for cannot run here, or not in this language."""

    code = "engine_unavailable"
    detail_default = "This engine is not available for this language. Choose the automatic engine."
