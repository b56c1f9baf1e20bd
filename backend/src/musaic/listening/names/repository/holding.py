"""The switches and rules that hold for a user, as naming wants them."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import comparison_key
from musaic.listening.names.naming import NAMING, Entity, Key, Name, Naming, Rules, Switches, Target

_SWITCHES = text(
    "SELECT clean_titles, merge_editions, split_featured, split_separators, same_recordings "
    "FROM name_switches WHERE user_id = :user_id"
)
_SET_SWITCHES = text(
    """
    INSERT INTO name_switches
        (user_id, clean_titles, merge_editions, split_featured, split_separators, same_recordings, naming)
    VALUES (
        :user_id, :clean_titles, :merge_editions, :split_featured, :split_separators, :same_recordings,
        :naming
    )
    ON CONFLICT (user_id) DO UPDATE SET
        clean_titles = excluded.clean_titles, merge_editions = excluded.merge_editions,
        split_featured = excluded.split_featured, split_separators = excluded.split_separators,
        same_recordings = excluded.same_recordings
    """
)
_NAMED_NOW = text("UPDATE name_switches SET naming = :naming WHERE user_id = :user_id AND naming <> :naming")
_OUTDATED = text(
    "SELECT user_id FROM name_switches WHERE naming < :naming AND EXISTS ("
    "SELECT FROM listening_state s WHERE s.user_id = name_switches.user_id AND s.version > 0) LIMIT :limit"
)
# Ids of the rule's subject and target as the keys and names that naming works with.
_RULES = text(
    """
    SELECT r.id, r.kind, r.entity, r.text, r.names,
        coalesce(sa.key, '') AS artist_key, coalesce(sa.name, '') AS artist,
        coalesce(st.key, sl.key, '') AS title_key, coalesce(st.title, sl.name, '') AS title,
        ta.key AS to_artist_key, ta.name AS to_artist,
        coalesce(tt.key, tl.key) AS to_title_key, coalesce(tt.title, tl.name) AS to_title
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
    """
)
_LINKS = text(
    """
    SELECT a.key, t.key, ra.name, r.title FROM song_link l
    JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
    JOIN track r ON r.id = l.to_track_id JOIN artist ra ON ra.id = r.artist_id
    WHERE l.user_id = :user_id
    """
)
_TAGGED = text(
    """
    SELECT 'artist' AS entity, a.key AS artist_key, '' AS title_key
    FROM artist_tag g JOIN artist a ON a.id = g.artist_id WHERE g.user_id = :user_id AND g.tag = :tag
    UNION
    SELECT 'track', a.key, t.key
    FROM track_tag g JOIN track t ON t.id = g.track_id JOIN artist a ON a.id = t.artist_id
    WHERE g.user_id = :user_id AND g.tag = :tag
    """
)


async def switches(session: AsyncSession, user_id: int) -> Switches:
    """Return the user's switches."""
    row = (await session.execute(_SWITCHES, {"user_id": user_id})).one_or_none()
    return Switches(*row) if row else Switches()


async def set_switches(session: AsyncSession, user_id: int, wanted: Switches) -> None:
    """Keep the user's switches."""
    values = {"user_id": user_id, "naming": NAMING, **vars(wanted)}
    await session.execute(_SET_SWITCHES, values)


async def mark_current(session: AsyncSession, user_id: int) -> None:
    """Note that all identities of the user were made by the present naming functions."""
    await session.execute(_NAMED_NOW, {"user_id": user_id, "naming": NAMING})


async def outdated(session: AsyncSession, limit: int) -> list[int]:
    """Return users whose identities were made by older naming functions; for the system alone."""
    return list((await session.execute(_OUTDATED, {"naming": NAMING, "limit": limit})).scalars())


async def naming_of(session: AsyncSession, user_id: int) -> Naming:
    """Return the user's naming."""
    rows = (await session.execute(_RULES, {"user_id": user_id})).mappings().all()
    aliases: dict[Entity, dict[Key, Target]] = defaultdict(dict)
    excluded: dict[Entity, dict[Key, UUID]] = defaultdict(dict)
    tags: dict[Entity, dict[Key, UUID]] = defaultdict(dict)
    together: set[str] = set()
    no_artists: set[str] = set()
    split_as: dict[str, tuple[str, ...]] = {}
    for row in rows:
        kind, entity, key = row["kind"], row["entity"], (row["artist_key"], row["title_key"])
        if kind in {"merge", "rename"}:
            aliases[entity][key] = _target(row)
        elif kind == "keep_together":
            together.add(comparison_key(row["text"]))
        elif kind == "not_an_artist":
            no_artists.add(comparison_key(row["text"]))
        elif kind == "split_as":
            split_as[comparison_key(row["text"])] = tuple(row["names"])
        elif entity == "genre":
            await _exclude_tag(session, user_id, row["text"], row["id"], tags)
        elif entity != "window":
            excluded[entity].setdefault(key, row["id"])
    linked = await session.execute(_LINKS, {"user_id": user_id})
    links = {(artist_key, title_key): (artist, title) for artist_key, title_key, artist, title in linked}
    rules = Rules(aliases, excluded, tags, frozenset(together), frozenset(no_artists), split_as, links)
    return Naming(await switches(session, user_id), rules)


def _target(row: Any) -> Target:
    if row["kind"] == "merge":
        title = row["to_title_key"] and Name(row["to_title_key"], row["to_title"])
        return Target(Name(row["to_artist_key"], row["to_artist"]), title)
    artist = Name(row["artist_key"], row["artist"])
    if row["entity"] == "artist":
        return Target(artist.spelled(row["text"]), None)
    return Target(artist, Name(row["title_key"], row["title"]).spelled(row["text"]))


async def _exclude_tag(
    session: AsyncSession, user_id: int, tag: str, rule_id: UUID, tags: dict[Entity, dict[Key, UUID]]
) -> None:
    found = await session.execute(_TAGGED, {"user_id": user_id, "tag": tag})
    for entity, artist_key, title_key in found:
        tags[entity].setdefault((artist_key, title_key), rule_id)
