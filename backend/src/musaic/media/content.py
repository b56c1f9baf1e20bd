"""An asset as an HTTP reply: ranges, validators, names, and nothing a browser could run."""

from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from musaic.media.assets import MediaAsset
from musaic.media.errors import MediaNotFound
from musaic.media.parts import MediaParts
from musaic.media.ranges import ByteRange, Validators, is_unchanged, parse_range, range_applies
from musaic.platform.web.downloads import Disposition, content_disposition

# Only these are shown in place; anything else is handed over as a file.
PLAYABLE: Final = frozenset(
    {
        "audio/wav",
        "audio/flac",
        "audio/mpeg",
        "audio/mp4",
        "audio/aac",
        "audio/ogg",
        "audio/webm",
        "audio/x-matroska",
    }
)
_HANDED_OVER: Final = frozenset({"application/json", "application/zip", "text/csv", "text/plain"})
_REDIRECT_S = 900


async def content_response(
    request: Request, parts: MediaParts, asset: MediaAsset, disposition: Disposition, *, max_age_s: int
) -> Response:
    """Return the asset's bytes as the request wants them.

    Raises MediaNotFound when the store has lost them, RangeNotSatisfiable. A HEAD gets the same
    headers without a body. Documents are never shown in place.
    """
    if asset.content_type not in PLAYABLE:
        disposition = "attachment"
    if parts.direct_downloads:
        address = await _address(parts, asset, disposition)
        if address is not None:
            return RedirectResponse(address, 307, {"Cache-Control": "no-store"})
    if await parts.store.stat(asset.blob_key) is None:
        raise MediaNotFound
    validators = Validators(f'"{asset.sha256}"', asset.created_at)
    headers = _headers(asset, disposition, validators, max_age_s)
    if is_unchanged(request.headers, validators):
        return Response(status_code=304, headers=headers)
    wanted = None
    if range_applies(request.headers, validators):
        wanted = parse_range(request.headers.get("range"), asset.bytes)
    part = wanted or ByteRange(0, asset.bytes)
    headers["Content-Length"] = str(part.length)
    if wanted is not None:
        headers["Content-Range"] = wanted.content_range(asset.bytes)
    status = 200 if wanted is None else 206
    media_type = _media_type(asset)
    if request.method == "HEAD" or part.length == 0:
        return Response(status_code=status, headers=headers, media_type=media_type)
    return StreamingResponse(_bytes(parts, asset, part), status, headers, media_type)


async def _bytes(parts: MediaParts, asset: MediaAsset, part: ByteRange) -> AsyncIterator[bytes]:
    async for chunk in parts.store.read(asset.blob_key, part.start, part.length):
        yield chunk


async def _address(parts: MediaParts, asset: MediaAsset, disposition: Disposition) -> str | None:
    return await parts.store.presigned_url(
        asset.blob_key,
        content_type=_media_type(asset),
        disposition=content_disposition(disposition, asset.filename),
        expires_s=_REDIRECT_S,
    )


def _media_type(asset: MediaAsset) -> str:
    known = asset.content_type in PLAYABLE or asset.content_type in _HANDED_OVER
    return asset.content_type if known else "application/octet-stream"


def _headers(
    asset: MediaAsset, disposition: Disposition, validators: Validators, max_age_s: int
) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "ETag": validators.etag,
        "Last-Modified": validators.last_modified,
        "Cache-Control": f"private, max-age={max_age_s}" if max_age_s else "private, no-cache",
        "Content-Disposition": content_disposition(disposition, asset.filename),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
