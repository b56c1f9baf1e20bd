"""What players said beyond the listens themselves."""

from collections.abc import Sequence
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.song import Info

_ADD = text(
    """
    WITH kept AS (
        INSERT INTO scrobble_detail (listen_id, user_id, app_id, recording_msid, info, estimated)
        SELECT n.listen_id, :user_id, :app_id, n.msid, cast(n.info AS jsonb), n.estimated
        FROM unnest(
            cast(:ids AS bigint[]), cast(:msids AS uuid[]), cast(:infos AS text[]),
            cast(:estimates AS boolean[])
        ) AS n (listen_id, msid, info, estimated)
        ON CONFLICT (listen_id) DO NOTHING
    )
    SELECT id, kind, job_id FROM scrobble_relay WHERE user_id = :user_id
    """
)
_REMOVE = text("DELETE FROM scrobble_detail WHERE user_id = :user_id AND listen_id = ANY(:ids)")


async def add(
    session: AsyncSession, user_id: int, app_id: UUID, rows: Sequence[tuple[int, UUID, Info, bool]]
) -> list[RowMapping]:
    """Insert (listen id, recording's msid, facts as sent, whether its time is estimated).

    Returns ``{id, kind, job_id}`` of the user's relays, which is what every scrobble asks next.
    """
    values = {
        "ids": [row[0] for row in rows],
        "msids": [row[1] for row in rows],
        "infos": [orjson.dumps(row[2]).decode() for row in rows],
        "estimates": [row[3] for row in rows],
    }
    return list((await session.execute(_ADD, {"user_id": user_id, "app_id": app_id, **values})).mappings())


async def remove(session: AsyncSession, user_id: int, ids: Sequence[int]) -> None:
    """Delete what belongs to these listens."""
    await session.execute(_REMOVE, {"user_id": user_id, "ids": list(ids)})
