"""Resumable uploads over HTTP: tus 1.0, so that any tus client works."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request, Response
from fastapi.routing import APIRoute

from musaic.media.deps import PartsDep
from musaic.media.errors import (
    EmptyFile,
    IdempotencyKeyReused,
    NotAudio,
    QuotaExceeded,
    UnsupportedDocument,
    UploadNotFound,
)
from musaic.media.uploads import openapi, protocol, service
from musaic.media.uploads.body import RequestBody
from musaic.media.uploads.errors import (
    BadTusHeader,
    ChecksumMismatch,
    OffsetConflict,
    TooManyUploads,
    TusVersionUnsupported,
    UploadBusy,
    WrongUploadType,
)
from musaic.media.uploads.service import Piece, UploadState
from musaic.platform.deps import CurrentUser, IdempotencyKey
from musaic.platform.errors import AppError, NotAuthenticatedError, PayloadTooLargeError, StorageFullError
from musaic.platform.web.problems import problems

MEDIA_ID_HEADER = "Musaic-Media-Id"
# what browsers of other origins must be allowed to send and read
REQUEST_HEADERS = (
    "Tus-Resumable",
    "Upload-Length",
    "Upload-Offset",
    "Upload-Metadata",
    "Upload-Checksum",
    "X-HTTP-Method-Override",
)
REPLY_HEADERS = (
    "Location",
    "Tus-Resumable",
    "Tus-Version",
    "Tus-Extension",
    "Tus-Max-Size",
    "Tus-Checksum-Algorithm",
    "Upload-Offset",
    "Upload-Length",
    "Upload-Metadata",
    "Upload-Expires",
    MEDIA_ID_HEADER,
)
_VERSION = {"Tus-Resumable": protocol.VERSION}
_PIECE_ERRORS = (
    NotAuthenticatedError,
    TusVersionUnsupported,
    BadTusHeader,
    WrongUploadType,
    PayloadTooLargeError,
    QuotaExceeded,
    NotAudio,
    UnsupportedDocument,
    UploadBusy,
    ChecksumMismatch,
    StorageFullError,
)


class TusRoute(APIRoute):
    """Puts the protocol's version on errors too, as tus asks."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of this route."""
        handle = super().get_route_handler()

        async def handle_and_mark(request: Request) -> Response:
            try:
                return await handle(request)
            except AppError as error:
                error.headers.update(_VERSION)
                raise

        return handle_and_mark


router = APIRouter(prefix="/uploads", tags=["uploads"], route_class=TusRoute)

# Described in ``openapi``: a missing one is the protocol's error, not a 422.
TusVersion = Annotated[str | None, Header(alias="Tus-Resumable", include_in_schema=False)]
LengthHeader = Annotated[str | None, Header(alias="Upload-Length", include_in_schema=False)]
OffsetHeader = Annotated[str | None, Header(alias="Upload-Offset", include_in_schema=False)]
ChecksumHeader = Annotated[str | None, Header(alias="Upload-Checksum", include_in_schema=False)]
MetadataHeader = Annotated[str, Header(alias="Upload-Metadata", include_in_schema=False)]
MethodHeader = Annotated[str | None, Header(alias="X-HTTP-Method-Override", include_in_schema=False)]


@router.options("", name="tus_capabilities", summary="What this tus server can do", status_code=204)
@router.options("/{upload_id:uuid}", name="tus_upload_capabilities", include_in_schema=False, status_code=204)
async def capabilities(here: PartsDep) -> Response:
    """Return versions, extensions and limits as headers."""
    headers = {
        "Tus-Version": protocol.VERSION,
        "Tus-Extension": protocol.EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(protocol.ALGORITHMS),
        "Tus-Max-Size": str(here.max_upload_bytes),
    }
    return Response(status_code=204, headers=_VERSION | headers)


@router.post(
    "",
    name="begin_upload",
    summary="Begin a resumable upload",
    status_code=201,
    response_class=Response,
    openapi_extra=openapi.BEGIN,
    responses=problems(*_PIECE_ERRORS, EmptyFile, IdempotencyKeyReused, TooManyUploads),
)
async def begin_upload(
    request: Request,
    user: CurrentUser,
    version: TusVersion = None,
    length: LengthHeader = None,
    metadata: MetadataHeader = "",
    checksum: ChecksumHeader = None,
    key: IdempotencyKey = None,
) -> Response:
    """Make an upload at `Location`; a body of the type of a piece is its first piece."""
    protocol.require_version(version)
    total = protocol.parse_number("Upload-Length", length)
    content_type = request.headers.get("content-type")
    with_piece = content_type is not None
    if with_piece:
        protocol.require_piece_type(content_type)
    promised = protocol.parse_checksum(checksum)
    state = await service.begin(user.user_id, length=total, metadata_header=metadata, idempotency_key=key)
    if with_piece and state.offset == 0:
        async with RequestBody(request.receive) as body:
            piece = Piece(body, 0, _content_length(request), promised)
            state = await service.receive(user.user_id, state.id, piece)
    return Response(status_code=201, headers=_headers(state) | {"Location": f"{_base(request)}/{state.id}"})


@router.head(
    "/{upload_id:uuid}",
    name="get_upload_offset",
    summary="How far an upload is",
    response_class=Response,
    openapi_extra=openapi.ASK,
    responses=problems(
        NotAuthenticatedError, TusVersionUnsupported, UploadNotFound, UploadBusy, QuotaExceeded, NotAudio
    ),
)
async def get_upload_offset(upload_id: UUID, user: CurrentUser, version: TusVersion = None) -> Response:
    """Return how many bytes are safely on disk, as `Upload-Offset`; resume from there."""
    protocol.require_version(version)
    state = await service.state(user.user_id, upload_id)
    headers = _headers(state) | {"Upload-Length": str(state.length), "Cache-Control": "no-store"}
    if state.metadata_header:
        headers["Upload-Metadata"] = state.metadata_header
    return Response(status_code=200, headers=headers)


@router.patch(
    "/{upload_id:uuid}",
    name="append_to_upload",
    summary="Send the next piece",
    status_code=204,
    response_class=Response,
    openapi_extra=openapi.PIECE,
    responses=problems(*_PIECE_ERRORS, UploadNotFound, OffsetConflict),
)
async def append_to_upload(
    request: Request,
    upload_id: UUID,
    user: CurrentUser,
    version: TusVersion = None,
    offset: OffsetHeader = None,
    checksum: ChecksumHeader = None,
) -> Response:
    """Append the body (`application/offset+octet-stream`).

    The reply to the last piece names the new file in `Musaic-Media-Id`.
    """
    protocol.require_version(version)
    protocol.require_piece_type(request.headers.get("content-type"))
    begins = protocol.parse_number("Upload-Offset", offset)
    promised = protocol.parse_checksum(checksum)
    async with RequestBody(request.receive) as body:
        piece = Piece(body, begins, _content_length(request), promised)
        state = await service.receive(user.user_id, upload_id, piece)
    return Response(status_code=204, headers=_headers(state))


@router.delete(
    "/{upload_id:uuid}",
    name="cancel_upload",
    summary="Give an upload up",
    status_code=204,
    response_class=Response,
    openapi_extra=openapi.ASK,
    responses=problems(NotAuthenticatedError, TusVersionUnsupported, UploadNotFound, UploadBusy),
)
async def cancel_upload(upload_id: UUID, user: CurrentUser, version: TusVersion = None) -> Response:
    """Forget an upload and what has arrived of it."""
    protocol.require_version(version)
    await service.cancel(user.user_id, upload_id)
    return Response(status_code=204, headers=_VERSION)


@router.post(
    "/{upload_id:uuid}",
    name="override_upload_method",
    summary="PATCH or DELETE, by POST",
    status_code=204,
    response_class=Response,
    openapi_extra=openapi.OVERRIDE,
    responses=problems(*_PIECE_ERRORS, UploadNotFound, OffsetConflict),
)
async def override_upload_method(
    request: Request,
    upload_id: UUID,
    user: CurrentUser,
    method: MethodHeader = None,
    version: TusVersion = None,
    offset: OffsetHeader = None,
    checksum: ChecksumHeader = None,
) -> Response:
    """Serve clients behind proxies that know no PATCH and DELETE."""
    if method == "PATCH":
        return await append_to_upload(request, upload_id, user, version, offset, checksum)
    if method == "DELETE":
        return await cancel_upload(upload_id, user, version)
    message = "X-HTTP-Method-Override must be PATCH or DELETE here."
    raise BadTusHeader(message)


def _content_length(request: Request) -> int | None:
    given = request.headers.get("content-length")
    return int(given) if given is not None and given.isdecimal() else None


def _base(request: Request) -> str:
    """Return the path of the uploads, relative to the host, so that any proxy in front will do."""
    return request.url.path.rstrip("/")


def _headers(state: UploadState) -> dict[str, str]:
    headers = _VERSION | {
        "Upload-Offset": str(state.offset),
        "Upload-Expires": protocol.http_date(state.expires_at),
    }
    if state.media_id is not None:
        headers[MEDIA_ID_HEADER] = str(state.media_id)
    return headers
