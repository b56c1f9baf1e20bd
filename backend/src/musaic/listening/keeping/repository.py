"""Every query of what is kept, with names instead of ids: another account has ids of its own."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_SIDE = """
CASE WHEN {id} IS NOT NULL THEN jsonb_build_object(
    'artist', {a}.name, 'artist_key', {a}.key,
    'title', coalesce({t}.title, {l}.name), 'title_key', coalesce({t}.key, {l}.key)
) END"""
_RULES = text(
    f"""
    SELECT r.kind, r.entity, r.text, r.names, r.from_at, r.until_at, r.created_at,
        {_SIDE.format(id="r.subject_id", a="sa", t="st", l="sl")} AS subject,
        {_SIDE.format(id="r.target_id", a="ta", t="tt", l="tl")} AS target
    FROM name_rule r
    LEFT JOIN track st ON r.entity = 'track' AND st.id = r.subject_id
    LEFT JOIN album sl ON r.entity = 'album' AND sl.id = r.subject_id
    LEFT JOIN artist sa
        ON sa.id = coalesce(st.artist_id, sl.artist_id, CASE WHEN r.entity = 'artist' THEN r.subject_id END)
    LEFT JOIN track tt ON r.entity = 'track' AND tt.id = r.target_id
    LEFT JOIN album tl ON r.entity = 'album' AND tl.id = r.target_id
    LEFT JOIN artist ta
        ON ta.id = coalesce(tt.artist_id, tl.artist_id, CASE WHEN r.entity = 'artist' THEN r.target_id END)
    WHERE r.user_id = :user_id AND r.undone_at IS NULL
    ORDER BY r.created_at, r.id
    """  # noqa: S608  constants above
)
_EVENTS = text(
    "SELECT title, kind, first_day, last_day, note, colour FROM life_event WHERE user_id = :user_id "
    "ORDER BY first_day, id"
)
_OPINIONS = text(
    """
    SELECT f.recording_msid::varchar AS recording_msid, f.recording_mbid::varchar AS recording_mbid,
        f.score, f.created_at, a.name AS artist, t.title,
        al.name AS album
    FROM feedback f LEFT JOIN track t ON t.id = f.track_id LEFT JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = f.album_id
    WHERE f.user_id = :user_id ORDER BY f.id
    """
)
# A rule that holds already is not made twice.
_ADD_RULE = text(
    """
    INSERT INTO name_rule
        (user_id, kind, entity, subject_id, target_id, text, names, from_at, until_at, created_at)
    SELECT :user_id, cast(:kind AS varchar), cast(:entity AS varchar), cast(:subject_id AS bigint),
        cast(:target_id AS bigint), cast(:text AS varchar), cast(:names AS varchar[]),
        cast(:from_at AS timestamptz), cast(:until_at AS timestamptz), cast(:created_at AS timestamptz)
    WHERE NOT EXISTS (
        SELECT FROM name_rule r WHERE r.user_id = :user_id AND r.undone_at IS NULL
        AND r.kind = cast(:kind AS varchar)
        AND (r.entity, r.subject_id, r.target_id, r.text, r.names, r.from_at, r.until_at)
            IS NOT DISTINCT FROM (
                cast(:entity AS varchar), cast(:subject_id AS bigint), cast(:target_id AS bigint),
                cast(:text AS varchar), cast(:names AS varchar[]), cast(:from_at AS timestamptz),
                cast(:until_at AS timestamptz)
            )
    )
    RETURNING id
    """
)
_ADD_EVENT = text(
    """
    INSERT INTO life_event (user_id, title, kind, first_day, last_day, note, colour)
    SELECT :user_id, cast(:title AS varchar), cast(:kind AS varchar), cast(:first_day AS date),
        cast(:last_day AS date), :note, :colour
    WHERE NOT EXISTS (
        SELECT FROM life_event e WHERE e.user_id = :user_id AND e.title = cast(:title AS varchar)
        AND e.kind = cast(:kind AS varchar) AND e.first_day = cast(:first_day AS date)
        AND e.last_day IS NOT DISTINCT FROM cast(:last_day AS date)
    ) AND (SELECT count(*) FROM life_event WHERE user_id = :user_id) < :most
    RETURNING id
    """
)
_ADD_OPINION = text(
    """
    INSERT INTO feedback (user_id, recording_msid, recording_mbid, track_id, album_id, score, created_at)
    SELECT :user_id, cast(:recording_msid AS uuid), cast(:recording_mbid AS uuid),
        cast(:track_id AS bigint), cast(:album_id AS bigint), :score, :created_at
    WHERE NOT EXISTS (
        SELECT FROM feedback f WHERE f.user_id = :user_id AND f.track_id = cast(:track_id AS bigint)
    )
    ON CONFLICT DO NOTHING RETURNING id
    """
)
_REMOVE = {
    "rules": text("DELETE FROM name_rule WHERE user_id = :user_id AND id = ANY(cast(:ids AS uuid[]))"),
    "events": text("DELETE FROM life_event WHERE user_id = :user_id AND id = ANY(cast(:ids AS uuid[]))"),
    "opinions": text("DELETE FROM feedback WHERE user_id = :user_id AND id = ANY(cast(:ids AS bigint[]))"),
}


async def rules(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return the rules that hold, oldest first."""
    return await _every(session, _RULES, user_id)


async def events(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return the life events, oldest first."""
    return await _every(session, _EVENTS, user_id)


async def opinions(session: AsyncSession, user_id: int) -> list[RowMapping]:
    """Return what the user thinks of recordings."""
    return await _every(session, _OPINIONS, user_id)


async def _every(session: AsyncSession, statement: Any, user_id: int) -> list[RowMapping]:
    return list((await session.execute(statement, {"user_id": user_id})).mappings())


async def add_rule(session: AsyncSession, user_id: int, values: Mapping[str, Any]) -> UUID | None:
    """Insert a rule unless it holds already; return its id if it is new."""
    done = await session.execute(_ADD_RULE, {"user_id": user_id, **values})
    return done.scalar_one_or_none()


async def add_event(session: AsyncSession, user_id: int, values: Mapping[str, Any], most: int) -> UUID | None:
    """Insert a life event unless it is there, or ``most`` are; return its id if it is new."""
    done = await session.execute(_ADD_EVENT, {"user_id": user_id, "most": most, **values})
    return done.scalar_one_or_none()


async def add_opinion(session: AsyncSession, user_id: int, values: Mapping[str, Any]) -> int | None:
    """Insert an opinion unless there is one of that recording; return its id if it is new."""
    done = await session.execute(_ADD_OPINION, {"user_id": user_id, **values})
    return done.scalar_one_or_none()


async def remove(session: AsyncSession, user_id: int, sort: str, ids: Sequence[object]) -> None:
    """Delete ``rules``, ``events`` or ``opinions`` by their ids."""
    if ids:
        await session.execute(_REMOVE[sort], {"user_id": user_id, "ids": list(ids)})
