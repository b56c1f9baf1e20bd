"""Imports and their rejects."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.models import ListeningImport, ListeningImportReject
from musaic.listening.models import Listen


async def add(session: AsyncSession, user_id: int, **values: object) -> ListeningImport:
    """Insert an import and return it."""
    statement = insert(ListeningImport).values(user_id=user_id, **values).returning(ListeningImport)
    return (await session.execute(statement)).scalar_one()


async def find(
    session: AsyncSession, user_id: int, import_id: UUID, *, lock: bool = False
) -> ListeningImport | None:
    """Return the user's import, locked against other writers if wished."""
    statement = select(ListeningImport).where(
        ListeningImport.user_id == user_id, ListeningImport.id == import_id
    )
    if lock:
        statement = statement.with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def page(
    session: AsyncSession, user_id: int, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[ListeningImport]:
    """Return the user's imports, newest first, after the one named by ``before``."""
    statement = (
        select(ListeningImport)
        .where(ListeningImport.user_id == user_id)
        .order_by(ListeningImport.created_at.desc(), ListeningImport.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(tuple_(ListeningImport.created_at, ListeningImport.id) < before)
    return list((await session.execute(statement)).scalars())


async def change(session: AsyncSession, user_id: int, import_id: UUID, **values: object) -> None:
    """Set columns of an import."""
    await session.execute(
        update(ListeningImport)
        .where(ListeningImport.user_id == user_id, ListeningImport.id == import_id)
        .values(**values)
    )


async def note_restored(
    session: AsyncSession, user_id: int, import_id: UUID, restored: dict[str, Any]
) -> None:
    """Keep with an import what it brought beside listens."""
    added = ListeningImport.options.concat(bindparam("restored", {"restored": restored}, JSONB))
    await change(session, user_id, import_id, options=added)


async def remove(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Delete an import, its rejects and its listens; charts must be rebuilt by the caller."""
    owned = {"user_id": user_id, "import_id": import_id}
    await session.execute(
        delete(Listen).where(
            Listen.user_id == bindparam("user_id"), Listen.import_id == bindparam("import_id")
        ),
        owned,
    )
    await session.execute(
        delete(ListeningImport).where(ListeningImport.user_id == user_id, ListeningImport.id == import_id)
    )


async def rejects(
    session: AsyncSession, user_id: int, import_id: UUID, *, after: int = 0, limit: int
) -> list[dict[str, Any]]:
    """Return up to ``limit`` rows that were not taken, in the order read."""
    reject = ListeningImportReject
    statement = (
        select(reject.number, reject.file, reject.line, reject.outcome, reject.reason, reject.detail)
        .where(reject.user_id == user_id, reject.import_id == import_id, reject.number > after)
        .order_by(reject.number)
        .limit(limit)
    )
    return [dict(row) for row in (await session.execute(statement)).mappings()]


async def count_not_counted(session: AsyncSession, user_id: int, import_id: UUID) -> int:
    """Return how many listens of an import are kept but are no plays."""
    statement = (
        select(func.count())
        .select_from(Listen)
        .where(
            Listen.user_id == user_id,
            Listen.import_id == import_id,
            ~Listen.is_play,
            Listen.twin_of.is_(None),
        )
    )
    return int((await session.execute(statement)).scalar_one())


async def has_more_listens(session: AsyncSession, user_id: int, number: int) -> bool:
    """Tell whether the user's history holds more than ``number`` listens."""
    first = select(Listen.id).where(Listen.user_id == user_id).limit(number + 1).subquery()
    return int((await session.execute(select(func.count()).select_from(first))).scalar_one()) > number
