"""What the routes of jobs ask for."""

from typing import Annotated, cast

from fastapi import Depends, Header, Request

from musaic.jobs.streams.hub import StreamHub

_BIGINT_DIGITS = 19


def job_streams(request: Request) -> StreamHub:
    """Return the hub that start-up put on the application."""
    return cast("StreamHub", request.app.state.job_streams)


def last_event_id(
    value: Annotated[str | None, Header(alias="Last-Event-ID", description="Last `id` seen")] = None,
) -> int | None:
    """Return the last id that the client saw; anything that was never ours counts as none."""
    ours = value is not None and value.isascii() and value.isdigit() and len(value) < _BIGINT_DIGITS
    return int(value) if value and ours else None


Streams = Annotated[StreamHub, Depends(job_streams)]
LastEventId = Annotated[int | None, Depends(last_event_id)]
