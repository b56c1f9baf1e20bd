"""What the studio's routes ask for; the 404 of a separation lives here once."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from musaic.platform.deps import CurrentUser, UserSession
from musaic.studio.models import Separation
from musaic.studio.service.separations import find_owned


async def owned_separation(separation_id: UUID, user: CurrentUser, session: UserSession) -> Separation:
    """Return the caller's separation; raises SeparationNotFoundError."""
    return await find_owned(session, user.user_id, separation_id)


OwnedSeparation = Annotated[Separation, Depends(owned_separation)]
