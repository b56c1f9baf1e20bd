"""The jobs of an import: read it, take it back."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from musaic.jobs.public import JobContext, JobKind, Json, PermanentJobError, Step
from musaic.listening.history.errors import ImportNotFoundError, UnreadableFileError
from musaic.listening.history.repository import imports
from musaic.listening.history.service.apply import Outcome, apply_import
from musaic.listening.history.service.imports import KIND, ROOM, UNDO_KIND, undo
from musaic.listening.history.service.mapping import remember
from musaic.listening.history.service.options import restored
from musaic.listening.history.service.read import read_upload
from musaic.listening.history.service.zones import zone_called, zone_of_user
from musaic.media import public as media

READ, SAVE, UNDO = "read", "save", "undo"


async def run_import(ctx: JobContext) -> None:
    """Read the file into ``ctx.scratch``, then add its listens to the history in one transaction."""
    import_id = UUID(str(ctx.args["import_id"]))
    async with ctx.transaction() as session:
        record = await imports.find(session, ctx.user_id, import_id)
        if record is None or record.media_id is None:
            raise _gone()
        asset = await media.get_owned(session, ctx.user_id, record.media_id)
        options = restored(record.format, record.timezone, record.options)
        zone = zone_called(options.timezone or await zone_of_user(session, ctx.user_id))
    async with media.local_copy(asset) as path:
        try:
            files, tally = await asyncio.to_thread(
                read_upload,
                path,
                asset.filename,
                ctx.scratch,
                wanted=options.format,
                zone=zone,
                report=lambda fraction: ctx.progress(READ, fraction),
                maps=options.maps,
                choices=options.choices,
            )
        except UnreadableFileError as error:
            raise PermanentJobError(error.code, error.message) from error
    ctx.progress(SAVE, 0)
    result: dict[str, Json] = {}
    async with ctx.finish(result) as session:
        try:
            outcome = await apply_import(session, ctx.user_id, import_id, files, tally)
        except ImportNotFoundError as error:
            raise _gone() from error
        result |= _as_json(outcome)
        await remember(session, ctx.user_id, tally.tables)
        await media.drop_reference(session, asset.id, ROOM, import_id)


async def run_undo(ctx: JobContext) -> None:
    """Take an import back; one that is gone already is no failure."""
    import_id = UUID(str(ctx.args["import_id"]))
    ctx.progress(UNDO, 0)
    async with ctx.finish() as session:
        with contextlib.suppress(ImportNotFoundError):
            await undo(session, ctx.user_id, import_id)


def _gone() -> PermanentJobError:
    return PermanentJobError("import_gone", "The import was taken back before it was finished.")


def _as_json(outcome: Outcome) -> Mapping[str, Json]:
    plain = asdict(outcome)
    moments = {name: value.isoformat() for name, value in plain.items() if isinstance(value, datetime)}
    return plain | moments


KINDS: tuple[JobKind, ...] = (
    JobKind(KIND, (Step(READ, 3), Step(SAVE, 4)), run_import, max_attempts=3),
    JobKind(UNDO_KIND, (Step(UNDO),), run_undo, max_attempts=3),
)
