"""What the routes of live listening ask for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from musaic.listening.scrobbling.live.hub import LiveHub


async def _hub(request: Request) -> LiveHub:
    return cast("LiveHub", request.app.state.live_hub)


Hub = Annotated[LiveHub, Depends(_hub)]
