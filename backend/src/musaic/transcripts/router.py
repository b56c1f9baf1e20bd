"""Routes of transcripts."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response, status

from musaic.jobs.public import Idempotency, IdempotencyKeyReusedError, once
from musaic.media.public import MediaNotFound
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.pagination import InvalidCursorError, Page, decode_newest_first
from musaic.platform.web.downloads import attachment
from musaic.platform.web.problems import problems
from musaic.transcripts.deps import OwnedTranscript, ServerEngines
from musaic.transcripts.errors import (
    EngineUnavailableError,
    NotTranscribableError,
    SegmentNotFoundError,
    TranscriptNotFoundError,
    TranscriptNotReadyError,
    UnknownSpeakerError,
)
from musaic.transcripts.exports import EXPORTS, export, file_name
from musaic.transcripts.schemas import (
    ExportFormat,
    SegmentOut,
    SegmentPatch,
    TranscriptAccepted,
    TranscriptEngine,
    TranscriptEngines,
    TranscriptIn,
    TranscriptItem,
    TranscriptOut,
    TranscriptPatch,
)
from musaic.transcripts.service import requests

router = APIRouter(prefix="/transcripts", tags=["transcripts"], responses=problems(NotAuthenticatedError))

DEFAULT_LIMIT = 50
EXPORT_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {
            kind.content_type.partition(";")[0]: {"schema": {"type": "string"}} for kind in EXPORTS.values()
        },
    }
}
# The numbers of a bigint.
SegmentId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post(
    "",
    name="create_transcript",
    summary="Transcribe a recording of the library",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(
        MediaNotFound, NotTranscribableError, EngineUnavailableError, IdempotencyKeyReusedError
    ),
)
async def create_transcript(
    body: TranscriptIn,
    user: CurrentUser,
    session: UserSession,
    engines: ServerEngines,
    key: IdempotencyKey = None,
) -> TranscriptAccepted:
    """Accept the work; its job tells how far it is."""

    async def make() -> TranscriptAccepted:
        transcript_id, job_id = await requests.create(session, user.user_id, body.wish(), engines)
        return TranscriptAccepted(id=transcript_id, job_id=job_id)

    return await once(
        session,
        TranscriptAccepted,
        make,
        user_id=user.user_id,
        operation="POST /transcripts",
        idempotency=Idempotency.of(key, body),
    )


@router.get(
    "",
    name="list_transcripts",
    summary="Your transcripts, the newest first",
    responses=problems(InvalidCursorError),
)
async def list_transcripts(
    user: CurrentUser, session: UserSession, cursor: Cursor = None, limit: Limit = DEFAULT_LIMIT
) -> Page[TranscriptItem]:
    """List transcripts without their segments."""
    before = decode_newest_first(cursor) if cursor else None
    views, following = await requests.newest(session, user.user_id, limit=limit, before=before)
    return Page(items=[TranscriptItem.of(view) for view in views], next_cursor=following)


@router.get("/engines", name="list_transcript_engines", summary="The engines of this server, best first")
async def list_transcript_engines(_: CurrentUser, engines: ServerEngines) -> TranscriptEngines:
    """Say what each engine can do, and what to do where one is not available."""
    return TranscriptEngines(items=[TranscriptEngine.of(name, status) for name, status in engines.statuses()])


@router.get(
    "/{transcript_id:uuid}",
    name="get_transcript",
    summary="A transcript with its segments",
    responses=problems(TranscriptNotFoundError),
)
async def get_transcript(view: OwnedTranscript, session: UserSession) -> TranscriptOut:
    """Return everything that is known; segments are there once the job has succeeded."""
    return TranscriptOut.whole(view, await requests.segments(session, view.transcript))


@router.patch(
    "/{transcript_id:uuid}",
    name="rename_transcript",
    summary="Change the title or the names of speakers",
    responses=problems(TranscriptNotFoundError, UnknownSpeakerError),
)
async def rename_transcript(
    body: TranscriptPatch, view: OwnedTranscript, session: UserSession
) -> TranscriptItem:
    """Change what the body names; send the old values to undo."""
    labels = {speaker.id: speaker.label for speaker in body.speakers or ()}
    return TranscriptItem.of(await requests.rename(session, view, title=body.title, labels=labels))


@router.patch(
    "/{transcript_id:uuid}/segments/{segment_id}",
    name="correct_segment",
    summary="Correct the text or the speaker of one segment",
    responses=problems(TranscriptNotFoundError, SegmentNotFoundError, UnknownSpeakerError),
)
async def correct_segment(
    segment_id: SegmentId, body: SegmentPatch, view: OwnedTranscript, session: UserSession
) -> SegmentOut:
    """Change this segment only; words stay as heard, so sending the old text undoes it fully."""
    changed = await requests.correct(session, view, segment_id, text=body.text, speaker=body.speaker)
    return SegmentOut.model_validate(changed)


@router.delete(
    "/{transcript_id:uuid}",
    name="delete_transcript",
    summary="Delete a transcript",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(TranscriptNotFoundError),
)
async def delete_transcript(view: OwnedTranscript, session: UserSession) -> None:
    """Delete it with its segments and stop its job; the recording stays in the library."""
    await requests.remove(session, view)


@router.get(
    "/{transcript_id:uuid}/export",
    name="export_transcript",
    summary="Download a transcript as a file",
    response_class=Response,
    responses=EXPORT_FILE | problems(TranscriptNotFoundError, TranscriptNotReadyError),
)
async def export_transcript(
    view: OwnedTranscript,
    session: UserSession,
    wanted: Annotated[ExportFormat, Query(alias="format", description="File format")],
) -> Response:
    """Return the same bytes for the same transcript every time."""
    document = await requests.document(session, view)
    kind = EXPORTS[wanted]
    headers = attachment(file_name(document.title, kind.suffix))
    return Response(export(document, wanted), media_type=kind.content_type, headers=headers)
