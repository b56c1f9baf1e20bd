"""Previews for a user: of a file that has just come in, or of one that is here already."""

import asyncio
import tempfile
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.errors import UnreadableFileError, refusal
from musaic.listening.history.service.mapping import remembered
from musaic.listening.history.service.options import Options
from musaic.listening.history.service.preview import Preview, Table, look_into
from musaic.listening.history.service.zones import zone_called, zone_of_user
from musaic.media import public as media
from musaic.platform.database import Database

# Reading is work of the processor: more at once would only slow each other and the API down.
_AT_ONCE = 2
_turns = asyncio.Semaphore(_AT_ONCE)


async def preview(
    database: Database, user_id: int, source: media.StagedBlob | UUID, options: Options
) -> dict[str, Any]:
    """Return what ``schemas.ImportPreview`` says of the file.

    No transaction is open while it is read. A file that has just come in is kept for the import
    that may follow, for a day. Raises MediaNotFound and UnreadableUploadError.
    """
    async with database.user_transaction(user_id) as session:
        asset = (
            await media.get_owned(session, user_id, source)
            if isinstance(source, UUID)
            else await media.record(session, source)
        )
        timezone = options.timezone or await zone_of_user(session, user_id)
    async with _turns, media.local_copy(asset) as path:
        try:
            found = await asyncio.to_thread(_look, path, asset.filename, options, timezone)
        except UnreadableFileError as error:
            raise refusal(error) from error
    async with database.user_transaction(user_id) as session:
        tables = [await _table(session, user_id, table) for table in found.tables]
    return _described(found, timezone) | {
        "media_id": asset.id,
        "filename": asset.filename,
        "bytes": asset.bytes,
        "timezone": timezone,
        "tables": tables,
    }


def _look(path: Path, filename: str, options: Options, timezone: str) -> Preview:
    with tempfile.TemporaryDirectory(prefix="musaic-preview-") as scratch:
        return look_into(path, filename, Path(scratch), options, timezone)


async def _table(session: AsyncSession, user_id: int, table: Table) -> dict[str, Any]:
    before = await remembered(session, user_id, table.signature)
    mapping = before or table.suggested
    return {
        "name": table.name,
        "signature": table.signature,
        "included": table.included,
        "delimiter": table.delimiter,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "mapping": asdict(mapping) if mapping else None,
        "remembered": before is not None,
    }


def _described(found: Preview, timezone: str) -> dict[str, Any]:
    members = found.members
    zone = zone_called(timezone)
    return {
        "needs_zone": any(member.needs_zone for member in members),
        "needs_mapping": not members,
        "complete": found.complete,
        "rows": sum(member.rows for member in members),
        "skipped": sum(member.skipped for member in members),
        "rejected": sum(member.rejected for member in members),
        "first_at": min((member.first_at for member in members if member.first_at), default=None),
        "last_at": max((member.last_at for member in members if member.last_at), default=None),
        "files": [asdict(member) for member in members],
        "ignored": found.ignored,
        "examples": [
            {
                "artist": play.artist,
                "title": play.title,
                "album": play.album,
                "stamped_at": play.stamped_at.astimezone(UTC),
                "local_at": play.stamped_at.astimezone(zone).isoformat(),
                "ms_played": play.ms_played,
            }
            for play in found.examples
        ],
    }
