"""Change a user's history in one transaction: rows, twins, rollups and version together."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics import public as analytics
from musaic.listening.history.errors import ImportNotFoundError
from musaic.listening.history.repository import imports, staging, twins
from musaic.listening.history.repository.staging import Inserted
from musaic.listening.history.service.zones import zone_of_user
from musaic.listening.history.staged import StagedFiles, Tally
from musaic.listening.keeping import public as keeping
from musaic.listening.keeping.public import Kept, Restored
from musaic.platform import clock

# An import that adds less than this part of a history is added to the rollups; else they are
# rebuilt, which costs less than touching most of their rows.
REBUILD_FROM = 0.2


@dataclass(frozen=True)
class Outcome:
    """What an import came to; ``rows_read = added + duplicates + skipped + rejected``."""

    format: str
    rows_read: int
    added: int
    duplicates: int
    skipped: int
    rejected: int
    not_counted: int
    first_listen_at: datetime | None
    last_listen_at: datetime | None


async def apply_import(
    session: AsyncSession, user_id: int, import_id: UUID, files: StagedFiles, tally: Tally
) -> Outcome:
    """Add the staged rows to the history and complete the import; raises ImportNotFoundError if deleted."""
    zone = await analytics.begin_change(session, user_id, await zone_of_user(session, user_id))
    if await imports.find(session, user_id, import_id, lock=True) is None:
        raise ImportNotFoundError
    restored = await keeping.restore(session, user_id, [Kept(each.sort, each.value) for each in tally.kept])
    if restored != Restored():
        await imports.note_restored(session, user_id, import_id, restored.stored())
    before = await staging.count_listens(session, user_id) if restored.renames else 0
    hidden_before = await twins.count_hidden(session, user_id)
    inserted = await staging.insert_staged(session, user_id, import_id, files, zone)
    if before:
        # Other names for what was there before; a first history is named by them from the start.
        await analytics.rename_everything(session, user_id, lambda _: None)
    elif inserted.listens or inserted.moved:
        await _refresh(session, user_id, import_id, inserted)
    else:
        await analytics.added_nothing(session, user_id, facts=inserted.facts)
    first, last = await staging.staged_span(session)
    hidden = await twins.count_hidden(session, user_id) - hidden_before
    # Of what was there before, more may hide now than what came.
    added = max(0, inserted.listens - hidden)
    outcome = Outcome(
        format=",".join(tally.formats),
        rows_read=tally.rows_read,
        added=added,
        duplicates=tally.rows_read - tally.skipped - tally.rejected - added,
        skipped=tally.skipped,
        rejected=tally.rejected,
        not_counted=await imports.count_not_counted(session, user_id, import_id),
        first_listen_at=first,
        last_listen_at=last,
    )
    await imports.change(session, user_id, import_id, **asdict(outcome), finished_at=clock.now())
    return outcome


async def _refresh(session: AsyncSession, user_id: int, import_id: UUID, inserted: Inserted) -> None:
    much = REBUILD_FROM * await staging.count_listens(session, user_id)
    if inserted.moved or inserted.counted > much:
        await analytics.grown(session, user_id)
    else:
        await analytics.added(session, user_id, import_id)


async def undo_import(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Take an import back with everything it added; raises ImportNotFoundError."""
    await analytics.begin_change(session, user_id, await zone_of_user(session, user_id))
    record = await imports.find(session, user_id, import_id, lock=True)
    if record is None:
        raise ImportNotFoundError
    added_something, restored = record.finished_at is not None, record.options.get("restored")
    await imports.remove(session, user_id, import_id)
    if added_something:
        await twins.resolve(session, user_id)
        await analytics.changed(session, user_id)
    if restored and await keeping.take_back(session, user_id, restored):
        await analytics.rename_everything(session, user_id, lambda _: None)
