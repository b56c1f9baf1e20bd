"""Spelled tracks that carry the same MBID or ISRC are one recording, whatever they are called.

``song_link`` says of each of them, but for the one that the catalogue knew first, that it is that
one. Codes join in chains: what shares an MBID with one and an ISRC with another is all the same.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ON = "coalesce((SELECT same_recordings FROM name_switches WHERE user_id = :user_id), true)"
_SHARED = """
SELECT named_track_id, least_id FROM (
    SELECT named_track_id, min(named_track_id) OVER code AS least_id, max(named_track_id) OVER code AS most_id
    FROM (
        SELECT DISTINCT {code}, named_track_id FROM listen
        WHERE user_id = :user_id AND {code} IS NOT NULL AND id <> ALL(cast(:leaving AS bigint[]))
    ) carried
    WINDOW code AS (PARTITION BY {code})
) found WHERE least_id <> most_id
"""
# Pairs of tracks that share a code, by the least of all that carry it.
_PAIRS = text(
    f"SELECT * FROM ({_SHARED.format(code='recording_mbid')} UNION {_SHARED.format(code='isrc')}) pairs "
    f"WHERE {_ON}"
)
_STORED = text("SELECT named_track_id, to_track_id FROM song_link WHERE user_id = :user_id")
_REMOVE = text("DELETE FROM song_link WHERE user_id = :user_id AND named_track_id = ANY(:ids)")
_ADD = text(
    """
    INSERT INTO song_link (user_id, named_track_id, to_track_id)
    SELECT :user_id, * FROM unnest(cast(:ids AS bigint[]), cast(:to AS bigint[]))
    ON CONFLICT (user_id, named_track_id) DO UPDATE SET to_track_id = excluded.to_track_id
    """
)
_NAMED = text("SELECT named_track_id FROM song_name WHERE user_id = :user_id AND named_track_id = ANY(:ids)")
# Of a few listens: whether one carries a code of a track that is not known to be the same.
_UNLIKE = """
EXISTS (
    SELECT FROM listen l CROSS JOIN LATERAL (
        SELECT DISTINCT o.named_track_id FROM listen o WHERE o.user_id = :user_id AND o.{code} = l.{code}
    ) other
    LEFT JOIN song_link own ON own.user_id = :user_id AND own.named_track_id = l.named_track_id
    LEFT JOIN song_link its ON its.user_id = :user_id AND its.named_track_id = other.named_track_id
    WHERE l.user_id = :user_id AND l.id = ANY(:ids) AND l.{code} IS NOT NULL
      AND coalesce(own.to_track_id, l.named_track_id) <> coalesce(its.to_track_id, other.named_track_id)
)
"""
_ARE_NEW = text(
    f"SELECT {_ON} AND ({_UNLIKE.format(code='recording_mbid')} OR {_UNLIKE.format(code='isrc')})"
)
_ARE_LINKED = text(
    """
    SELECT EXISTS (
        SELECT FROM listen l JOIN song_link k ON k.user_id = :user_id
            AND (k.named_track_id = l.named_track_id OR k.to_track_id = l.named_track_id)
        WHERE l.user_id = :user_id AND l.id = ANY(:ids)
    )
    """
)


async def are_new(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> bool:
    """Tell whether any of these listens makes two tracks one that were not."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    return bool((await session.execute(_ARE_NEW, values)).scalar_one())


async def are_linked(session: AsyncSession, user_id: int, listen_ids: Sequence[int]) -> bool:
    """Tell whether any of these listens is of a track that is linked with another."""
    values = {"user_id": user_id, "ids": list(listen_ids)}
    return bool((await session.execute(_ARE_LINKED, values)).scalar_one())


async def refresh(session: AsyncSession, user_id: int, leaving: Sequence[int] = ()) -> list[int]:
    """Make the links what the user's listens (but for ``leaving``) and switches say.

    Returns the spelled tracks of the history that became another one, or their own again.
    """
    wanted = await _wanted(session, user_id, leaving)
    stored = await _stored(session, user_id)
    gone = sorted(stored.keys() - wanted.keys())
    come = {named: to for named, to in wanted.items() if stored.get(named) != to}
    if gone:
        await session.execute(_REMOVE, {"user_id": user_id, "ids": gone})
    if come:
        values = {"user_id": user_id, "ids": list(come), "to": list(come.values())}
        await session.execute(_ADD, values)
    if not gone and not come:
        return []
    changed = {"user_id": user_id, "ids": [*gone, *come]}
    return list((await session.execute(_NAMED, changed)).scalars())


async def wrong(session: AsyncSession, user_id: int) -> list[int]:
    """Return the spelled tracks whose link is not what the listens say."""
    wanted, stored = await _wanted(session, user_id, ()), await _stored(session, user_id)
    return sorted(named for named in wanted.keys() | stored.keys() if wanted.get(named) != stored.get(named))


async def _wanted(session: AsyncSession, user_id: int, leaving: Sequence[int]) -> dict[int, int]:
    values = {"user_id": user_id, "leaving": list(leaving)}
    return joined(tuple(row) for row in await session.execute(_PAIRS, values))


async def _stored(session: AsyncSession, user_id: int) -> dict[int, int]:
    rows: Any = await session.execute(_STORED, {"user_id": user_id})
    return dict(tuple(row) for row in rows)


def joined(pairs: Iterable[tuple[int, ...]]) -> dict[int, int]:
    """Return for all that pairs join, in chains of any length, the least of its group; not for itself."""
    parent: dict[int, int] = {}

    def least(one: int) -> int:
        while (above := parent.setdefault(one, one)) != one:
            parent[one] = parent[above]
            one = above
        return one

    for one, other in pairs:
        first, second = sorted((least(one), least(other)))
        parent[second] = first
    return {one: least(one) for one in parent if least(one) != one}
