"""The job of this room, as a shell around the service."""

import asyncio
from functools import lru_cache
from http import HTTPStatus
from typing import cast
from uuid import UUID

from musaic.jobs.public import JobContext, JobKind, Json, PermanentJobError, Step, TransientJobError
from musaic.media import public as media
from musaic.platform.errors import AppError
from musaic.platform.settings import get_settings
from musaic.transcripts.engines import EngineSet, engines_of_server
from musaic.transcripts.ports import EngineFailure, Language
from musaic.transcripts.service import work
from musaic.transcripts.service.requests import KIND


async def transcribe(ctx: JobContext) -> None:
    """Transcribe the ordered recording and write the result with the job's success."""
    order = _order(ctx)
    try:
        async with ctx.transaction() as session:
            asset = await media.get_owned(session, ctx.user_id, order.media_id)
        async with media.local_copy(asset) as path:
            result = await asyncio.to_thread(
                work.listen, path, ctx.scratch, order, _engines(), report=ctx.progress, check=ctx.check
            )
    except EngineFailure as failure:
        raise PermanentJobError(failure.code, failure.message) from failure
    except AppError as error:
        # A server that is away comes back; a damaged or deleted file stays so.
        passing = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        kind = TransientJobError if passing else PermanentJobError
        raise kind(error.code, error.detail) from error
    ctx.progress("save", 0.0)
    summary: dict[str, Json] = {
        "transcript_id": str(order.transcript_id),
        "segments": len(result.segments),
        "language": result.language,
        "quality": result.quality,
        "reason": result.reason,
    }
    async with ctx.finish(summary) as session:
        await work.save(session, ctx.user_id, order, result)


def _order(ctx: JobContext) -> work.Order:
    args = ctx.args
    return work.Order(
        transcript_id=UUID(str(args["transcript_id"])),
        media_id=UUID(str(args["media_id"])),
        language=cast("Language | None", args["language"]),
        diarize=bool(args["diarize"]),
        engine=str(args["engine"]),
        terms=tuple(str(term) for term in cast("list[str]", args["terms"])),
    )


@lru_cache(maxsize=1)
def _engines() -> EngineSet:
    return engines_of_server(get_settings().whisper_model_dir)


KINDS = (
    JobKind(
        name=KIND,
        steps=(Step("decode", 1), Step("voice-activity", 1), Step("recognise", 8), Step("save", 1)),
        handler=transcribe,
        # Six hours of speech at half of real time, the slowest that the draft engine should be.
        soft_limit_s=3 * 3600,
        hard_limit_s=3 * 3600 + 60,
        max_attempts=3,
        queue="audio",
    ),
)
