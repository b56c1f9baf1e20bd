"""What users ask of their imports: send one, look, download what was not taken, take one back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.listening.history.errors import ImportNotFoundError
from musaic.listening.history.models import ListeningImport
from musaic.listening.history.repository import imports
from musaic.listening.history.schemas import REJECTS_SHOWN, ImportAccepted
from musaic.listening.history.service.apply import undo_import
from musaic.listening.history.service.options import Options
from musaic.media import public as media
from musaic.platform.pagination import decode_newest_first, newest_first_page

KIND, UNDO_KIND = "listening.import", "listening.undo"
ROOM = "listening"
# Seconds of work follow the size of the file.
_UNIT_BYTES = 1024 * 1024
# Taking an import back writes the charts of the whole history anew; up to so many listens that is
# done before anybody minds waiting.
UNDO_AT_ONCE = 20_000
RUNNING = "running"


async def begin(
    session: AsyncSession, user_id: int, source: media.StagedBlob | UUID, options: Options, key: str | None
) -> ImportAccepted:
    """Record the file, the import and its job in one transaction.

    ``source`` is a file that has just come in, or the id of one that is here already. Raises
    MediaNotFound.
    """

    async def make() -> ImportAccepted:
        asset = (
            await media.get_owned(session, user_id, source)
            if isinstance(source, UUID)
            else await media.record(session, source)
        )
        record = await imports.add(
            session,
            user_id,
            media_id=asset.id,
            filename=asset.filename,
            format=options.format,
            timezone=options.timezone,
            options=options.stored(),
        )
        await media.add_reference(session, asset.id, ROOM, record.id)
        job = await jobs.submit(
            session,
            user_id=user_id,
            kind=KIND,
            args={"import_id": str(record.id)},
            subject_id=record.id,
            units=max(1.0, asset.bytes / _UNIT_BYTES),
        )
        await imports.change(session, user_id, record.id, job_id=job.id)
        return ImportAccepted(id=record.id, job_id=job.id)

    named = (
        {"media_id": str(source)}
        if isinstance(source, UUID)
        else {"sha256": source.sha256, "filename": source.filename}
    )
    payload = named | asdict(options)
    return await jobs.once(
        session,
        ImportAccepted,
        make,
        user_id=user_id,
        operation="POST /imports",
        idempotency=jobs.Idempotency.of(key, payload),
    )


async def owned(session: AsyncSession, user_id: int, import_id: UUID) -> ListeningImport:
    """Return the user's import; raises ImportNotFoundError."""
    record = await imports.find(session, user_id, import_id)
    if record is None:
        raise ImportNotFoundError
    return record


async def one(session: AsyncSession, user_id: int, import_id: UUID) -> dict[str, Any]:
    """Return an import with the first rows that were not taken; raises ImportNotFoundError."""
    record = await owned(session, user_id, import_id)
    [described] = await _described(session, user_id, [record])
    rejects = await imports.rejects(session, user_id, import_id, limit=REJECTS_SHOWN)
    return {**described, "rejects": rejects}


async def page(
    session: AsyncSession, user_id: int, cursor: str | None, limit: int
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of the user's imports, newest first; raises InvalidCursorError."""
    before = decode_newest_first(cursor) if cursor else None
    rows = await imports.page(session, user_id, before=before, limit=limit + 1)
    records, following = newest_first_page(rows, limit)
    return await _described(session, user_id, records), following


async def _described(
    session: AsyncSession, user_id: int, records: list[ListeningImport]
) -> list[dict[str, Any]]:
    """Add to each import the state of its job; a job that was cleaned away had succeeded or failed."""
    ids = [job_id for record in records for job_id in (record.job_id, record.undo_job_id) if job_id]
    found = await jobs.views_of(session, user_id, ids)

    def state(record: ListeningImport) -> str:
        undoing = found.get(record.undo_job_id) if record.undo_job_id else None
        if undoing is not None and not undoing.is_finished:
            return "undoing"
        if record.finished_at is not None:
            return "succeeded"
        view = found.get(record.job_id) if record.job_id else None
        return view.state if view else "failed"

    return [{**_columns(record), "state": state(record)} for record in records]


def _columns(record: ListeningImport) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__mapper__.column_attrs.keys()}  # noqa: SIM118


async def request_undo(session: AsyncSession, user_id: int, import_id: UUID) -> ImportAccepted | None:
    """Take the import back: at once where that is quick, else by a job, which is returned.

    Asking again returns the same job. Raises ImportNotFoundError.
    """
    record = await owned(session, user_id, import_id)
    job_ids = [job_id for job_id in (record.job_id, record.undo_job_id) if job_id]
    views = await jobs.views_of(session, user_id, job_ids)
    undoing = views.get(record.undo_job_id) if record.undo_job_id else None
    if undoing is not None and not undoing.is_finished:
        return ImportAccepted(id=import_id, job_id=undoing.id)
    working = views.get(record.job_id) if record.job_id else None
    if working is not None and working.state == RUNNING:
        # It may be writing and hold the history for long: nobody's request waits for that.
        await jobs.cancel(session, user_id, working.id)
    elif record.finished_at is None or not await imports.has_more_listens(session, user_id, UNDO_AT_ONCE):
        await undo(session, user_id, import_id)
        return None
    job = await jobs.submit(
        session,
        user_id=user_id,
        kind=UNDO_KIND,
        args={"import_id": str(import_id)},
        subject_id=import_id,
        units=max(1.0, record.added),
    )
    await imports.change(session, user_id, import_id, undo_job_id=job.id)
    return ImportAccepted(id=import_id, job_id=job.id)


async def undo(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Take the import back; one that still runs is cancelled. Raises ImportNotFoundError."""
    record = await owned(session, user_id, import_id)
    media_id, job_id, finished = record.media_id, record.job_id, record.finished_at is not None
    if job_id is not None and not finished:
        views: Mapping[UUID, jobs.JobView] = await jobs.views_of(session, user_id, [job_id])
        if job_id in views and not views[job_id].is_finished:
            await jobs.cancel(session, user_id, job_id)
    await undo_import(session, user_id, import_id)
    if media_id is not None:
        await media.drop_reference(session, media_id, ROOM, import_id)
