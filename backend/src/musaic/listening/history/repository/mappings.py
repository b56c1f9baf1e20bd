"""How users read tables before."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.models import CsvMapping


async def find(session: AsyncSession, user_id: int, signature: str) -> dict[str, Any] | None:
    """Return the mapping that the user gave to tables of this signature."""
    statement = select(CsvMapping.mapping).where(
        CsvMapping.user_id == user_id, CsvMapping.signature == signature
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def keep(session: AsyncSession, user_id: int, signature: str, mapping: dict[str, Any]) -> None:
    """Keep a mapping in place of an earlier one."""
    statement = insert(CsvMapping).values(user_id=user_id, signature=signature, mapping=mapping)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id", "signature"], set_={"mapping": mapping, "created_at": func.now()}
        )
    )
