"""After any sequence of changes, sessions, habits and repeats equal a recomputation in Python."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fixtures import recomputed_runs
from fixtures.listening import Histories, Imported, Row, account_row, extended_row
from musaic.listening.analytics import public as analytics
from musaic.listening.history.service.apply import undo_import

START = datetime(2023, 12, 31, 20, tzinfo=UTC)

# Few songs and few moments, so that repeats and twins happen often.
PLAYS = st.tuples(
    st.integers(0, 30),
    st.integers(0, 3),
    st.sampled_from([5_000, 40_000, 200_000, None]),
    st.sampled_from([None, 1_704_050_000]),
    st.booleans(),
)
FILES = st.tuples(st.booleans(), st.lists(PLAYS, min_size=1, max_size=12))
# the listen that is repeated, and how many seconds later
SCROBBLES = st.tuples(st.integers(0, 40), st.integers(-90_000, 90_000))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), FILES),
        st.tuples(st.just("again"), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.tuples(st.just("scrobble"), st.lists(SCROBBLES, min_size=1, max_size=3)),
        st.tuples(st.just("delete"), st.sets(st.integers(0, 40), min_size=1, max_size=4)),
    ),
    min_size=1,
    max_size=6,
)

# The same totals straight from the listens, one query a table.
_SPAN = "min(played_at), max(played_at)"


def file_of(extended: bool, plays: list[Any]) -> list[Row]:  # noqa: FBT001  drawn
    rows = []
    for minute, song, ms, offline, album in plays:
        end = START + timedelta(seconds=minute * 1_000 + song * 7)
        if extended:
            rows.append(
                extended_row(
                    end.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    f"Song {song}",
                    ms=ms,
                    album="Album" if album else None,
                    offline_timestamp=offline,
                    reason_end="trackdone" if album else "fwdbtn",
                )
            )
        else:
            rows.append(account_row(end.strftime("%Y-%m-%d %H:%M"), f"Song {song}", ms=ms or 40_000))
    return rows


DERIVED = {
    "listening_session": "started_at, ended_at, local_date, plays, ms_played",
    "habit_day": "fact, local_date, value, listens, plays, ms_played",
    "repeat_day": "track_id, local_date, plays, ms_played",
}


async def verify_derived(histories: Histories, user_id: int, zone: str = "Europe/Berlin") -> None:
    listens = await histories.listens(user_id)
    expected = {
        "listening_session": recomputed_runs.sessions(listens, zone),
        "habit_day": [(*key, *figures) for key, figures in recomputed_runs.habits(listens, zone).items()],
        "repeat_day": [(*key, *figures) for key, figures in recomputed_runs.repeats(listens, zone).items()],
    }
    async with histories.database.user_transaction(user_id) as session:
        for table, columns in DERIVED.items():
            query = text(f"SELECT {columns} FROM {table} WHERE user_id = :user_id")  # noqa: S608  constants
            found = await session.execute(query, {"user_id": user_id})
            assert sorted(map(tuple, found)) == sorted(expected[table]), table


@pytest.mark.asyncio
@pytest.mark.timeout(300)
async def test_tables_stay_equal_to_the_listens(histories: Histories) -> None:
    loop = asyncio.get_running_loop()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(STEPS)
    def check(steps: list[Any]) -> None:
        asyncio.run_coroutine_threadsafe(walk(histories, steps), loop).result(120)

    await asyncio.to_thread(check)


async def walk(histories: Histories, steps: list[Any]) -> None:
    user_id = await histories.user("Europe/Berlin")
    files: list[list[Row]] = []
    done: list[Imported] = []
    for kind, value in steps:
        if kind == "import":
            files.append(file_of(*value))
            done.append(await histories.add(user_id, files[-1]))
        elif kind == "again" and files:
            again = await histories.add(user_id, files[value % len(files)])
            done.append(again)
        elif kind == "undo" and done:
            async with histories.database.user_transaction(user_id) as session:
                await undo_import(session, user_id, done.pop(value % len(done)).id)
        elif kind == "scrobble":
            await scrobble(histories, user_id, value)
        elif kind == "delete":
            await delete(histories, user_id, value)
        outcome = done[-1].outcome if done else None
        if outcome:
            assert (
                outcome.rows_read == outcome.added + outcome.duplicates + outcome.skipped + outcome.rejected
            )
            assert outcome.added >= 0
        await verify_derived(histories, user_id)


_LISTENED = text("SELECT id FROM listen WHERE user_id = :user_id ORDER BY id")
_SCROBBLE = text(
    """
    INSERT INTO listen (
        user_id, source, source_key, stamped_at, played_at, local_date, local_hour, track_id, artist_id,
        album_id, named_track_id, named_album_id, ms_played, is_play, counted
    )
    SELECT user_id, 'live', :number, at, at, (at AT TIME ZONE 'Europe/Berlin')::date,
        extract(hour FROM at AT TIME ZONE 'Europe/Berlin'), track_id, artist_id,
        album_id, named_track_id, named_album_id, ms_played, true, true
    FROM (SELECT *, played_at + :later * interval '1 second' AS at FROM listen WHERE id = :id) l
    RETURNING id
    """
)


async def scrobble(histories: Histories, user_id: int, plays: list[Any]) -> None:
    async with histories.database.user_transaction(user_id) as session:
        await analytics.begin_change(session, user_id, "Europe/Berlin")
        listens = list((await session.execute(_LISTENED, {"user_id": user_id})).scalars())
        new = []
        for which, later in plays if listens else []:
            values = {"id": listens[which % len(listens)], "later": later, "number": uuid4().int >> 65}
            new.append((await session.execute(_SCROBBLE, values)).scalar_one())
        await analytics.added_listens(session, user_id, new)


async def delete(histories: Histories, user_id: int, which: set[int]) -> None:
    async with histories.database.user_transaction(user_id) as session:
        await analytics.begin_change(session, user_id, "Europe/Berlin")
        listens = list((await session.execute(_LISTENED, {"user_id": user_id})).scalars())
        gone = [number for place, number in enumerate(listens) if place in which]
        await analytics.removed_listens(session, user_id, gone)
        await session.execute(text("DELETE FROM listen WHERE id = ANY(:ids)"), {"ids": gone})
        # What a deleted listen had hidden shows again.
        hidden = text(
            "UPDATE listen SET twin_of = NULL, counted = is_play "
            "WHERE user_id = :user_id AND twin_of = ANY(:ids) RETURNING id"
        )
        shown = list((await session.execute(hidden, {"user_id": user_id, "ids": gone})).scalars())
        await analytics.added_listens(session, user_id, shown)
