"""Every query of the demo."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.entrypoints.demo.models import DemoItem


async def add(session: AsyncSession, user_id: int, kind: str, subject_id: UUID) -> None:
    """Remember one item."""
    session.add(DemoItem(user_id=user_id, kind=kind, subject_id=subject_id))
    await session.flush()


async def items(session: AsyncSession, user_id: int) -> list[tuple[str, UUID]]:
    """Return (kind, id) of everything that came with the demo."""
    query = select(DemoItem.kind, DemoItem.subject_id).where(DemoItem.user_id == user_id)
    return [(row[0], row[1]) for row in await session.execute(query)]


async def forget(session: AsyncSession, user_id: int) -> None:
    """Forget all of them."""
    await session.execute(delete(DemoItem).where(DemoItem.user_id == user_id))
