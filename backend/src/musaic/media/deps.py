"""What the media room's routes ask for."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.security.utils import get_authorization_scheme_param
from pydantic import BaseModel, Field

from musaic.media import service
from musaic.media.assets import MediaAsset
from musaic.media.errors import LinkInvalid
from musaic.media.parts import MediaParts, parts
from musaic.media.signing import Grant
from musaic.platform.deps import RuntimeDep, current_user
from musaic.platform.web.downloads import Disposition

PartsDep = Annotated[MediaParts, Depends(parts)]


class LinkQuery(BaseModel):
    """What a signed path says; with a bearer token only ``disposition`` counts."""

    disposition: Annotated[Disposition, Field(description="Play in place, or save")] = "inline"
    user: Annotated[int | None, Field(ge=1, le=2**63 - 1, description="Part of a signed path")] = None
    expires: Annotated[int | None, Field(ge=0, le=2**40, description="Part of a signed path")] = None
    signature: Annotated[str | None, Field(max_length=64, description="Part of a signed path")] = None


@dataclass(frozen=True)
class Content:
    """An asset whose bytes the caller may read, and how."""

    asset: MediaAsset
    disposition: Disposition
    signed: bool


async def readable_content(
    request: Request,
    media_id: UUID,
    pieces: RuntimeDep,
    here: PartsDep,
    link: Annotated[LinkQuery, Query()],
) -> Content:
    """Let in whoever has a signed path, or the owner's bearer token.

    Raises LinkInvalid, LinkExpired, NotAuthenticatedError, MediaNotFound.
    """
    signed = link.signature is not None
    if link.signature is not None:
        if link.user is None or link.expires is None:
            raise LinkInvalid
        here.signer.verify(Grant(media_id, link.user, link.disposition, link.expires), link.signature)
        reader = link.user
    else:
        scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
        bearer = token if scheme.lower() == "bearer" else None
        reader = (await current_user(request, bearer, pieces)).user_id
    async with pieces.database.user_transaction(reader) as session:
        # A signed path was given for what something still refers to, even if its owner hid it.
        asset = await service.find(session, reader, media_id, deleted=signed)
    return Content(asset, link.disposition, signed)


ReadableContent = Annotated[Content, Depends(readable_content)]
