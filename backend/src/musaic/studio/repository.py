"""Every query of the studio."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.platform.pagination import decode_newest_first
from musaic.studio.models import Separation, SeparationStem


async def add(session: AsyncSession, separation: Separation) -> Separation:
    """Store a separation; its id and time are set on return."""
    session.add(separation)
    await session.flush()
    await session.refresh(separation)
    return separation


async def find(session: AsyncSession, user_id: int, separation_id: UUID) -> Separation | None:
    """Return the user's separation."""
    query = select(Separation).where(Separation.id == separation_id, Separation.user_id == user_id)
    return (await session.execute(query)).scalar_one_or_none()


async def page(session: AsyncSession, user_id: int, cursor: str | None, limit: int) -> list[Separation]:
    """Return separations, newest first; one more than ``limit`` when there are more."""
    query = (
        select(Separation)
        .where(Separation.user_id == user_id)
        .order_by(Separation.created_at.desc(), Separation.id.desc())
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(tuple_(Separation.created_at, Separation.id) < decode_newest_first(cursor))
    return list((await session.execute(query)).scalars())


async def stems_of(session: AsyncSession, user_id: int, separation_id: UUID) -> list[SeparationStem]:
    """Return the stems, vocals first."""
    query = (
        select(SeparationStem)
        .where(SeparationStem.separation_id == separation_id, SeparationStem.user_id == user_id)
        .order_by(SeparationStem.kind.desc())
    )
    return list((await session.execute(query)).scalars())


async def set_job(session: AsyncSession, user_id: int, separation_id: UUID, job_id: UUID) -> None:
    """Name the job that does the work."""
    await session.execute(
        update(Separation)
        .where(Separation.id == separation_id, Separation.user_id == user_id)
        .values(job_id=job_id)
    )


async def replace_stems(
    session: AsyncSession, separation: Separation, stems: Sequence[SeparationStem]
) -> None:
    """Store the stems of a finished run in place of any earlier ones."""
    await session.execute(
        delete(SeparationStem).where(
            SeparationStem.separation_id == separation.id, SeparationStem.user_id == separation.user_id
        )
    )
    session.add_all(stems)
    await session.flush()


async def remove(session: AsyncSession, separation: Separation) -> None:
    """Delete a separation with its stems' rows."""
    await session.delete(separation)
    await session.flush()
