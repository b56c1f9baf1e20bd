"""Rules and their audit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_RULE = """
SELECT r.id, r.kind, r.entity, r.subject_id, r.target_id, r.text, r.names, r.from_at, r.until_at,
    r.created_at, r.undone_at,
    coalesce(st.title, sl.name, sa.name) AS subject_name,
    CASE WHEN r.entity <> 'artist' THEN sa.name END AS subject_artist,
    coalesce(tt.title, tl.name, ta.name) AS target_name,
    CASE WHEN r.entity <> 'artist' THEN ta.name END AS target_artist
FROM name_rule r
LEFT JOIN track st ON r.entity = 'track' AND st.id = r.subject_id
LEFT JOIN album sl ON r.entity = 'album' AND sl.id = r.subject_id
LEFT JOIN artist sa
    ON sa.id = coalesce(st.artist_id, sl.artist_id, CASE WHEN r.entity = 'artist' THEN r.subject_id END)
LEFT JOIN track tt ON r.entity = 'track' AND tt.id = r.target_id
LEFT JOIN album tl ON r.entity = 'album' AND tl.id = r.target_id
LEFT JOIN artist ta
    ON ta.id = coalesce(tt.artist_id, tl.artist_id, CASE WHEN r.entity = 'artist' THEN r.target_id END)
WHERE r.user_id = :user_id
"""
_ONE = text(f"{_RULE} AND r.id = :rule_id")
_PAGE = text(
    f"{_RULE} AND (cast(:at AS timestamptz) IS NULL OR (r.created_at, r.id) < (:at, cast(:id AS uuid))) "
    "ORDER BY r.created_at DESC, r.id DESC LIMIT :limit"
)
_ADD = text(
    """
    INSERT INTO name_rule (user_id, kind, entity, subject_id, target_id, text, names, from_at, until_at)
    VALUES (:user_id, :kind, :entity, :subject_id, :target_id, :text, :names, :from_at, :until_at)
    RETURNING id
    """
)
_MERGES = text(
    "SELECT subject_id, target_id FROM name_rule "
    "WHERE user_id = :user_id AND kind = 'merge' AND entity = :entity AND undone_at IS NULL"
)
_UNDO = text(
    "UPDATE name_rule SET undone_at = clock_timestamp() "
    "WHERE user_id = :user_id AND id = :rule_id AND undone_at IS NULL"
)
_DELETE = text("DELETE FROM name_rule WHERE user_id = :user_id AND id = :rule_id")
_AUDIT = text(
    """
    INSERT INTO rule_audit (user_id, action, rule_id, details, listens)
    VALUES (:user_id, :action, :rule_id, cast(:details AS jsonb), :listens) RETURNING id
    """
)
_SET_LISTENS = text("UPDATE rule_audit SET listens = :listens WHERE user_id = :user_id AND id = :audit_id")
_AUDITS = text(
    """
    SELECT id, action, rule_id, details, listens, created_at FROM rule_audit
    WHERE user_id = :user_id AND (cast(:before AS bigint) IS NULL OR id < :before)
    ORDER BY id DESC LIMIT :limit
    """
)
_HEARD = {
    "artist": "SELECT EXISTS (SELECT FROM song_artist WHERE user_id = :user_id AND artist_id = :id)",
    "track": "SELECT EXISTS (SELECT FROM song_name WHERE user_id = :user_id AND track_id = :id)",
    "album": "SELECT EXISTS (SELECT FROM record_name WHERE user_id = :user_id AND album_id = :id)",
}


async def add(session: AsyncSession, user_id: int, values: Mapping[str, Any]) -> UUID:
    """Insert a rule and return its id."""
    rule_id: UUID = (await session.execute(_ADD, {"user_id": user_id, **values})).scalar_one()
    return rule_id


async def find(session: AsyncSession, user_id: int, rule_id: UUID) -> RowMapping | None:
    """Return the user's rule with the names it speaks of."""
    values = {"user_id": user_id, "rule_id": rule_id}
    return (await session.execute(_ONE, values)).mappings().one_or_none()


async def page(
    session: AsyncSession, user_id: int, before: tuple[datetime, UUID] | None, limit: int
) -> list[RowMapping]:
    """Return the user's rules, newest first, after the one named by ``before``."""
    at, rule_id = before or (None, None)
    values = {"user_id": user_id, "at": at, "id": rule_id, "limit": limit}
    return list((await session.execute(_PAGE, values)).mappings())


async def undo(session: AsyncSession, user_id: int, rule_id: UUID) -> bool:
    """Let a rule hold no longer; False if it did not."""
    done = await session.execute(_UNDO, {"user_id": user_id, "rule_id": rule_id})
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a cursor result


async def delete(session: AsyncSession, user_id: int, rule_id: UUID) -> None:
    """Delete a rule."""
    await session.execute(_DELETE, {"user_id": user_id, "rule_id": rule_id})


async def add_audit(
    session: AsyncSession, user_id: int, action: str, rule_id: UUID | None, details: str, listens: int | None
) -> int:
    """Write down a change; ``details`` is JSON. Return the entry's id."""
    values = {
        "user_id": user_id,
        "action": action,
        "rule_id": rule_id,
        "details": details,
        "listens": listens,
    }
    return int((await session.execute(_AUDIT, values)).scalar_one())


async def set_audit_listens(session: AsyncSession, user_id: int, audit_id: int, listens: int) -> None:
    """Complete an entry once its job knows how many listens changed."""
    values = {"user_id": user_id, "audit_id": audit_id, "listens": listens}
    await session.execute(_SET_LISTENS, values)


async def audits(session: AsyncSession, user_id: int, before: int | None, limit: int) -> list[RowMapping]:
    """Return the user's entries, newest first, below the id ``before``."""
    values = {"user_id": user_id, "before": before, "limit": limit}
    return list((await session.execute(_AUDITS, values)).mappings())


async def is_heard(session: AsyncSession, user_id: int, entity: str, entity_id: int) -> bool:
    """Tell whether the user's history shows this artist, album or track."""
    values = {"user_id": user_id, "id": entity_id}
    return bool((await session.execute(text(_HEARD[entity]), values)).scalar_one())


async def merges(session: AsyncSession, user_id: int, entity: str) -> dict[int, int]:
    """Return what the user's holding rules merge, by id."""
    rows = await session.execute(_MERGES, {"user_id": user_id, "entity": entity})
    return dict(tuple(row) for row in rows)
