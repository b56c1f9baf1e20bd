"""Relays and what still has to reach them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.models import ScrobbleOutbox, ScrobbleRelay

_COLUMNS = tuple(ScrobbleRelay.__table__.columns)
_WAITING = (
    select(ScrobbleOutbox.relay_id, func.count().label("waiting"))
    .where(ScrobbleOutbox.user_id == bindparam("user_id"))
    .group_by(ScrobbleOutbox.relay_id)
)
_PUT = text(
    """
    INSERT INTO scrobble_outbox (relay_id, listen_id, user_id)
    SELECT n.relay_id, n.listen_id, :user_id
    FROM unnest(cast(:relay_ids AS uuid[]), cast(:listen_ids AS bigint[])) AS n (relay_id, listen_id)
    ON CONFLICT (relay_id, listen_id) DO NOTHING
    """
)
_BATCH = text(
    """
    SELECT o.listen_id, l.played_at, l.ms_played, l.client, t.title, a.name AS artist, al.name AS album,
        coalesce(d.info, cast('{}' AS jsonb)) AS info
    FROM scrobble_outbox o
    LEFT JOIN listen l ON l.id = o.listen_id AND l.user_id = o.user_id
    LEFT JOIN track t ON t.id = l.named_track_id
    LEFT JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = l.named_album_id
    LEFT JOIN scrobble_detail d ON d.listen_id = o.listen_id AND d.user_id = o.user_id
    WHERE o.user_id = :user_id AND o.relay_id = :relay_id
    ORDER BY l.played_at NULLS FIRST, o.listen_id
    LIMIT :limit
    """
)


async def put(session: AsyncSession, user_id: int, pairs: Sequence[tuple[UUID, int]]) -> None:
    """Leave (relay, listen) pairs to be delivered."""
    values = {"relay_ids": [pair[0] for pair in pairs], "listen_ids": [pair[1] for pair in pairs]}
    await session.execute(_PUT, {"user_id": user_id, **values})


async def batch(session: AsyncSession, user_id: int, relay_id: UUID, limit: int) -> list[RowMapping]:
    """Return the oldest undelivered listens; one that was deleted meanwhile has no title."""
    values = {"user_id": user_id, "relay_id": relay_id, "limit": limit}
    return list((await session.execute(_BATCH, values)).mappings())


async def taken(session: AsyncSession, user_id: int, relay_id: UUID, listen_ids: Sequence[int]) -> None:
    """Forget what was delivered or refused for good."""
    await session.execute(
        delete(ScrobbleOutbox).where(
            ScrobbleOutbox.user_id == user_id,
            ScrobbleOutbox.relay_id == relay_id,
            ScrobbleOutbox.listen_id.in_(listen_ids),
        )
    )


async def waiting(session: AsyncSession, user_id: int) -> dict[UUID, int]:
    """Return how many listens wait for each relay."""
    return {row[0]: row[1] for row in await session.execute(_WAITING, {"user_id": user_id})}


async def add(session: AsyncSession, user_id: int, **values: object) -> RowMapping:
    """Insert a relay and return its columns."""
    statement = insert(ScrobbleRelay).values(user_id=user_id, **values).returning(*_COLUMNS)
    return (await session.execute(statement)).mappings().one()


async def of_user(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return the user's relays, newest first."""
    statement = (
        select(*_COLUMNS)
        .where(ScrobbleRelay.user_id == user_id)
        .order_by(ScrobbleRelay.created_at.desc(), ScrobbleRelay.id)
    )
    return list((await session.execute(statement)).mappings())


async def find(session: AsyncSession, user_id: int, relay_id: UUID) -> RowMapping | None:
    """Return one relay of the user."""
    statement = select(*_COLUMNS).where(ScrobbleRelay.user_id == user_id, ScrobbleRelay.id == relay_id)
    return (await session.execute(statement)).mappings().one_or_none()


async def change(session: AsyncSession, user_id: int, relay_id: UUID, **values: Any) -> None:
    """Set columns of a relay."""
    await session.execute(
        update(ScrobbleRelay)
        .where(ScrobbleRelay.user_id == user_id, ScrobbleRelay.id == relay_id)
        .values(**values)
    )


async def count(session: AsyncSession, user_id: int, relay_id: UUID, *, sent: int, refused: int) -> None:
    """Add to the figures of a relay."""
    await change(
        session,
        user_id,
        relay_id,
        sent=ScrobbleRelay.sent + sent,
        refused=ScrobbleRelay.refused + refused,
    )


async def remove(session: AsyncSession, user_id: int, relay_id: UUID) -> bool:
    """Delete a relay with what waits for it; return whether there was one."""
    statement = delete(ScrobbleRelay).where(ScrobbleRelay.user_id == user_id, ScrobbleRelay.id == relay_id)
    return (await session.execute(statement.returning(ScrobbleRelay.id))).scalar_one_or_none() is not None
