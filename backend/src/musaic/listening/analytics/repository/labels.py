"""What was played of each genre and release year, by month and of all time, kept like the rollups.

``label_month`` and ``label_total`` are ``month_total`` by what ``song_label`` says of its songs, with
songs that have no label of a kind under ''. They follow whenever either of the two changes.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.repository import song_labels, sums
from musaic.listening.analytics.repository.planning import in_order, whole_tables
from musaic.listening.analytics.repository.song_labels import Change

# From this many songs with other labels on, all sums are written anew.
REBUILD_FROM = 1_000

_KINDS = "(VALUES ('genre'), ('year')) k (kind)"
# table -> its key
_KEYS = {"label_month": "kind, month, label", "label_total": "kind, label"}
# A play of ``changed`` for each label of its song.
LABELLED = f"""(
    SELECT k.kind, coalesce(l.label, '') AS label, c.local_date, c.ms_played
    FROM changed c CROSS JOIN {_KINDS} LEFT JOIN LATERAL (
        SELECT label FROM song_label l
        WHERE l.user_id = :user_id AND l.track_id = c.track_id AND l.kind = k.kind OFFSET 0
    ) l ON true
) labelled"""
_CLEAR = tuple(text(f"DELETE FROM {table} WHERE user_id = :user_id") for table in _KEYS)
_BUILD = (
    text(
        in_order(
            "label_month",
            "user_id, kind, month, label, plays, ms_played",
            f"""
            SELECT user_id, kind, month, coalesce(label, ''), {sums.BOTH}
            FROM month_total CROSS JOIN {_KINDS} LEFT JOIN song_label USING (user_id, track_id, kind)
            WHERE user_id = :user_id GROUP BY 1, 2, 3, 4
            """,
        )
    ),
    text(
        f"""
        INSERT INTO label_total (user_id, kind, label, plays, ms_played)
        SELECT user_id, kind, label, {sums.BOTH} FROM label_month
        WHERE user_id = :user_id GROUP BY 1, 2, 3
        """
    ),
)
_MORE = """
    ON CONFLICT (user_id, {key}) DO UPDATE
    SET plays = {table}.plays + excluded.plays, ms_played = {table}.ms_played + excluded.ms_played
"""
_ADD_IMPORT = text(
    f"""
    WITH changed AS (
        SELECT track_id, local_date, ms_played FROM listen
        WHERE user_id = :user_id AND counted AND import_id = :import_id
    ), added AS MATERIALIZED (
        SELECT kind, date_trunc('month', local_date)::date AS month, label, count(*) AS plays,
            coalesce(sum(ms_played), 0)::bigint AS ms_played
        FROM {LABELLED} GROUP BY 1, 2, 3
    ), months AS (
        INSERT INTO label_month (user_id, kind, month, label, plays, ms_played)
        SELECT :user_id, * FROM added {_MORE.format(table="label_month", key=_KEYS["label_month"])}
    )
    INSERT INTO label_total (user_id, kind, label, plays, ms_played)
    SELECT :user_id, kind, label, {sums.BOTH} FROM added GROUP BY kind, label
    {_MORE.format(table="label_total", key=_KEYS["label_total"])}
    """
)


def _shift(table: str) -> str:
    """Return the parts of a statement that add ``…_moved``, which may be less than nothing."""
    key = _KEYS[table]
    same = " AND ".join(f"t.{column} = m.{column}" for column in ("user_id", *key.split(", ")))
    moved = f"(SELECT cast(:user_id AS bigint) AS user_id, * FROM {table}_moved) m"
    return f"""
        {table}_none AS (DELETE FROM {table} t USING {moved} WHERE {same} AND t.plays + m.plays = 0),
        {table}_fewer AS (
            UPDATE {table} t SET plays = t.plays + m.plays, ms_played = t.ms_played + m.ms_played
            FROM {moved} WHERE {same} AND m.plays <= 0 AND t.plays + m.plays > 0
        ), {table}_more AS (
            INSERT INTO {table} (user_id, {key}, plays, ms_played)
            SELECT :user_id, {key}, plays, ms_played FROM {table}_moved WHERE plays > 0
            {_MORE.format(table=table, key=key)}
        )"""


# The plays of songs go from their old labels to the new ones. ``month_total`` has no index by song,
# but as many months as there are.
_MOVE = text(
    f"""
    WITH change AS MATERIALIZED (
        SELECT * FROM unnest(
            cast(:tracks AS bigint[]), cast(:kinds AS varchar[]), cast(:labels AS varchar[]),
            cast(:signs AS integer[])
        ) c (track_id, kind, label, sign)
    ), month AS MATERIALIZED (
        SELECT generate_series(
            date_trunc('month', min(local_date)::timestamp), max(local_date), interval '1 month'
        )::date AS month FROM day_total WHERE user_id = :user_id
    ), played AS MATERIALIZED (
        SELECT song.track_id, month.month, m.plays, m.ms_played
        FROM (SELECT DISTINCT track_id FROM change) song CROSS JOIN month CROSS JOIN LATERAL (
            SELECT plays, ms_played FROM month_total m
            WHERE m.user_id = :user_id AND m.month = month.month AND m.track_id = song.track_id OFFSET 0
        ) m
    ), label_month_moved AS MATERIALIZED (
        SELECT kind, month, label, sum(sign * plays)::bigint AS plays,
            sum(sign * ms_played)::bigint AS ms_played
        FROM change JOIN played USING (track_id) GROUP BY 1, 2, 3
    ), label_total_moved AS MATERIALIZED (
        SELECT kind, label, {sums.BOTH}
        FROM label_month_moved GROUP BY 1, 2
    ), {_shift("label_month")}, {_shift("label_total")}
    SELECT count(*) FROM played
    """
)


async def rebuild(session: AsyncSession, user_id: int) -> None:
    """Write everything of the user anew, once ``month_total`` is right."""
    await song_labels.change_all(session, user_id)
    await _sum_up(session, user_id)


async def add_import(session: AsyncSession, user_id: int, import_id: UUID) -> None:
    """Add the counted listens of an import that are not in the sums yet; its songs have their labels."""
    await session.execute(_ADD_IMPORT, {"user_id": user_id, "import_id": import_id})


async def follow_plan(session: AsyncSession, user_id: int) -> None:
    """Bring the songs up to date whose names were planned and put, or forgotten."""
    await _move(session, user_id, await song_labels.change_planned(session, user_id))


async def follow_import(session: AsyncSession, user_id: int) -> None:
    """Bring the songs of the staged import up to date, once its names and facts are there."""
    await _move(session, user_id, await song_labels.change_staged(session, user_id))


async def follow_spelled(session: AsyncSession, user_id: int, track_ids: Sequence[int]) -> None:
    """Bring the songs up to date that a few tracks spell: they are new, or something was told of them."""
    await _move(session, user_id, await song_labels.change_spelled(session, user_id, track_ids))


async def follow_all(session: AsyncSession, user_id: int) -> None:
    """Bring all songs up to date."""
    async with whole_tables(session):
        if await song_labels.change_all(session, user_id):
            await _sum_up(session, user_id)


async def _sum_up(session: AsyncSession, user_id: int) -> None:
    for statement in (*_CLEAR, *_BUILD):
        await session.execute(statement, {"user_id": user_id})


async def _move(session: AsyncSession, user_id: int, changes: Sequence[Change]) -> None:
    """Move the plays that the rollups know of songs whose labels changed."""
    if len({change.track_id for change in changes}) >= REBUILD_FROM:
        async with whole_tables(session):
            await _sum_up(session, user_id)
    elif changes:
        columns = zip(("tracks", "kinds", "labels", "signs"), zip(*changes, strict=True), strict=True)
        values = {name: list(column) for name, column in columns}
        await session.execute(_MOVE, {"user_id": user_id, **values})
