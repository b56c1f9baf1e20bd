"""What users ask of their imports: send one, look, download what was not taken, take one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.listening.history.errors import (
    ImportNotFoundError,
    UnknownFormatError,
)
from musaic.listening.history.importers import importers
from musaic.listening.history.models import ListeningImport
from musaic.listening.history.repository import imports
from musaic.listening.history.schemas import REJECTS_SHOWN, ImportAccepted
from musaic.listening.history.service.apply import undo_import
from musaic.listening.history.service.zones import zone_called
from musaic.media import public as media
from musaic.platform.pagination import decode_newest_first, newest_first_page

KIND = "listening.import"
ROOM = "listening"
# Seconds of work follow the size of the file.
_UNIT_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Options:
    """What a client may say about a file: its format, and the zone of zoneless times."""

    format: str | None
    timezone: str | None

    def check(self) -> None:
        """Raise UnknownFormatError or UnknownTimezoneError."""
        if self.format is not None and self.format not in {importer.name for importer in importers()}:
            raise UnknownFormatError
        if self.timezone is not None:
            zone_called(self.timezone)


async def begin(
    session: AsyncSession, user_id: int, staged: media.StagedBlob, options: Options, key: str | None
) -> ImportAccepted:
    """Record the file, the import and its job in one transaction."""

    async def make() -> ImportAccepted:
        asset = await media.record(session, staged)
        record = await imports.add(
            session,
            user_id,
            media_id=asset.id,
            filename=asset.filename,
            format=options.format,
            timezone=options.timezone,
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

    payload = {"sha256": staged.sha256, "filename": staged.filename, **vars(options)}
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
    found = await jobs.views_of(session, user_id, [record.job_id for record in records if record.job_id])

    def state(record: ListeningImport) -> str:
        if record.finished_at is not None:
            return "succeeded"
        view = found.get(record.job_id) if record.job_id else None
        return view.state if view else "failed"

    return [{**_columns(record), "state": state(record)} for record in records]


def _columns(record: ListeningImport) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__mapper__.column_attrs.keys()}  # noqa: SIM118


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
