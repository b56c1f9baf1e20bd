"""Files over HTTP: send, list, outline, play, delete."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from starlette.requests import ClientDisconnect

from musaic.media import intake, service
from musaic.media.assets import MediaAsset, StagedBlob
from musaic.media.content import content_response
from musaic.media.deps import PartsDep, ReadableContent
from musaic.media.errors import (
    AudioTooLong,
    BadMultipart,
    EmptyFile,
    IdempotencyKeyReused,
    LinkExpired,
    LinkInvalid,
    MediaError,
    MediaNotFound,
    NotAudio,
    QuotaExceeded,
    RangeNotSatisfiable,
    UndecodableAudio,
    UnsupportedAudio,
    UploadInterrupted,
)
from musaic.media.metrics import UPLOADS
from musaic.media.multipart import FormStream
from musaic.media.parts import parts
from musaic.media.schemas import MediaOut, PeaksOut
from musaic.platform.deps import CurrentUser, Cursor, IdempotencyKey, Limit, RuntimeDep, UserSession
from musaic.platform.errors import NotAuthenticatedError, PayloadTooLargeError, StorageFullError
from musaic.platform.pagination import InvalidCursorError, Page
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/media", tags=["media"])

# what a form adds around its file
_FORM_BYTES = 64 * 1024
_SIGNED_MAX_AGE_S = 3600
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}

_BYTES: dict[str, Any] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
_CONTENT_REPLIES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole file", "content": _BYTES},
    206: {"description": "The range asked for", "content": _BYTES},
    304: {"description": "The client's copy is still good"},
    307: {"description": "The file is served by the object store"},
}


def to_out(asset: MediaAsset) -> MediaOut:
    """Return an asset as clients see it."""
    url = parts().signer.path(asset.id, asset.user_id, "inline")
    return MediaOut.model_validate({**vars(asset), "url": url})


@router.post(
    "",
    name="send_media",
    summary="Send an audio file",
    status_code=201,
    openapi_extra=_FORM,
    responses=problems(
        NotAuthenticatedError,
        BadMultipart,
        PayloadTooLargeError,
        QuotaExceeded,
        AudioTooLong,
        NotAudio,
        UnsupportedAudio,
        UndecodableAudio,
        EmptyFile,
        IdempotencyKeyReused,
        StorageFullError,
    ),
)
async def send_media(
    request: Request, user: CurrentUser, pieces: RuntimeDep, here: PartsDep, key: IdempotencyKey = None
) -> MediaOut:
    """Stream the file of a form into the store; what it is, its content says, not its name.

    For large files over weak connections use resumable uploads (tus) at /uploads.
    """
    declared = int(request.headers.get("content-length", "0"))
    if declared > here.max_upload_bytes + _FORM_BYTES:
        raise PayloadTooLargeError
    await here.store.check_room(declared)
    async with pieces.database.user_transaction(user.user_id) as session:
        await service.check_quota(session, user.user_id, max(0, declared - _FORM_BYTES))
    # No transaction is open while the client sends: slow clients must not hold connections.
    staged = await _receive(request, user.user_id, here.max_upload_bytes)
    try:
        async with pieces.database.user_transaction(user.user_id) as session:
            asset = await service.record(session, staged, idempotency_key=key)
    except MediaError:
        await service.discard(staged)
        raise
    UPLOADS.labels("form", "finished").inc()
    return to_out(asset)


async def _receive(request: Request, user_id: int, max_bytes: int) -> StagedBlob:
    form = FormStream(request.stream(), request.headers.get("content-type", ""))
    try:
        filename = await form.open()
        return await intake.stage_stream(
            form.chunks(), user_id=user_id, kind="audio", filename=filename, max_bytes=max_bytes
        )
    except ClientDisconnect as error:
        UPLOADS.labels("form", "interrupted").inc()
        raise UploadInterrupted from error
    except MediaError:
        UPLOADS.labels("form", "refused").inc()
        raise


@router.get(
    "",
    name="list_media",
    summary="Your files",
    responses=problems(NotAuthenticatedError, InvalidCursorError),
)
async def list_media(
    user: CurrentUser,
    session: UserSession,
    kind: Annotated[Literal["audio", "stem", "document"] | None, Query(description="Only these")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MediaOut]:
    """Return the newest files first."""
    found, following = await service.list_page(session, user.user_id, kind, cursor, limit)
    return Page[MediaOut](items=[to_out(asset) for asset in found], next_cursor=following)


@router.get(
    "/{media_id:uuid}",
    name="get_media",
    summary="One file",
    responses=problems(NotAuthenticatedError, MediaNotFound),
)
async def get_media(media_id: UUID, user: CurrentUser, session: UserSession) -> MediaOut:
    """Return what is known about a file, with a fresh signed path to its content."""
    return to_out(await service.find(session, user.user_id, media_id))


@router.delete(
    "/{media_id:uuid}",
    name="delete_media",
    summary="Delete a file",
    status_code=204,
    responses=problems(NotAuthenticatedError, MediaNotFound),
)
async def delete_media(media_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Delete a file and its bytes.

    While a separation or transcript still needs it, it only disappears from the library; it is
    deleted together with the last of them.
    """
    await service.delete(session, user.user_id, media_id)


@router.get(
    "/{media_id:uuid}/peaks",
    name="get_media_peaks",
    summary="The outline of a waveform",
    responses=problems(NotAuthenticatedError, MediaNotFound, NotAudio, UndecodableAudio),
)
async def get_media_peaks(media_id: UUID, user: CurrentUser) -> PeaksOut:
    """Return loudness at even distances, for drawing; computed at the first request."""
    return PeaksOut(points=list(await service.outline(user.user_id, media_id)))


@router.head("/{media_id:uuid}/content", name="head_media_content", include_in_schema=False)
@router.get(
    "/{media_id:uuid}/content",
    name="get_media_content",
    summary="The bytes of a file",
    response_class=Response,
    # with a token, or with the signature of the path
    openapi_extra={"security": [{"OAuth2PasswordBearer": []}, {}]},
    responses=_CONTENT_REPLIES
    | problems(NotAuthenticatedError, LinkInvalid, LinkExpired, MediaNotFound, RangeNotSatisfiable),
)
async def get_media_content(request: Request, content: ReadableContent, here: PartsDep) -> Response:
    """Serve a file to its owner's bearer token, or to a signed path; Range, If-Range and ETag work."""
    max_age_s = _SIGNED_MAX_AGE_S if content.signed else 0
    return await content_response(request, here, content.asset, content.disposition, max_age_s=max_age_s)
