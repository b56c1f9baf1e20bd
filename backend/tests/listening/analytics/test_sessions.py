"""Sessions split, shrink, vanish and join again around plays that go and come back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fixtures import recomputed_runs
from fixtures.listening import Histories, Row, extended_row
from musaic.listening.analytics import public as analytics
from musaic.listening.rules import service as rules
from musaic.listening.rules.schemas import RuleIn

ZONE = "America/New_York"
START = datetime(2023, 3, 11, 20, tzinfo=UTC)
DAY = 24 * 60
_TRACKS = text("SELECT track_id FROM track_total WHERE user_id = :user_id ORDER BY 1")
_LISTENS = text("SELECT id FROM listen WHERE user_id = :user_id ORDER BY played_at, id")
_STORED = text(
    "SELECT started_at, ended_at, local_date, plays, ms_played FROM listening_session "
    "WHERE user_id = :user_id ORDER BY started_at"
)

# minutes since the last play's beginning, milliseconds, the song
Drawn = tuple[int, int | None, int]
PLAYS = st.lists(
    st.tuples(
        st.sampled_from([0, 1, 20, 29, 30, 31, 33, 34, 60, 11 * 60, 13 * 60, 2 * DAY, 20 * DAY, 400 * DAY]),
        st.sampled_from([30_000, 200_000, 3_600_000, 5 * 3_600_000, None]),
        st.integers(0, 3),
    ),
    min_size=2,
    max_size=24,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("exclude"), st.integers(0, 3)),
        st.tuples(st.just("window"), st.tuples(st.integers(0, 5 * DAY), st.integers(1, 2 * DAY))),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.tuples(st.just("delete"), st.sets(st.integers(0, 23), min_size=1, max_size=5)),
        st.tuples(st.just("import"), PLAYS),
    ),
    min_size=1,
    max_size=6,
)


def rows_of(plays: Sequence[Drawn]) -> list[Row]:
    rows, began = [], START
    for minutes, ms, song in plays:
        began += timedelta(minutes=minutes)
        end = began + timedelta(milliseconds=ms or 0)
        stamp = end.strftime("%Y-%m-%dT%H:%M:%SZ")
        rows.append(extended_row(stamp, f"Song {song}", ms=ms))
    return rows


class History:
    """One user's plays, and the rules that hold."""

    def __init__(self, histories: Histories, user_id: int) -> None:
        self._histories, self._user_id = histories, user_id
        self._rules: list[UUID] = []

    async def do(self, kind: str, value: Any) -> None:
        if kind == "import":
            await self._histories.add(self._user_id, rows_of(value))
            return
        async with self._histories.database.user_transaction(self._user_id) as session:
            await analytics.begin_change(session, self._user_id, ZONE)
            await getattr(self, kind)(session, value)

    async def exclude(self, session: Any, song: int) -> None:
        tracks = await self._ids(session, _TRACKS)
        if tracks:
            subject_id = tracks[song % len(tracks)]
            await self._say(session, kind="exclude", entity="track", subject_id=subject_id)

    async def window(self, session: Any, minutes: tuple[int, int]) -> None:
        since = START + timedelta(minutes=minutes[0])
        until = since + timedelta(minutes=minutes[1])
        await self._say(session, kind="exclude", entity="window", from_at=since, until_at=until)

    async def undo(self, session: Any, which: int) -> None:
        if self._rules:
            await rules.undo_rule(session, self._user_id, self._rules.pop(which % len(self._rules)))

    async def delete(self, session: Any, which: set[int]) -> None:
        listens = await self._ids(session, _LISTENS)
        gone = [number for place, number in enumerate(listens) if place in which]
        await analytics.removed_listens(session, self._user_id, gone)
        await session.execute(text("DELETE FROM listen WHERE id = ANY(:ids)"), {"ids": gone})

    async def _say(self, session: Any, **body: Any) -> None:
        self._rules.append((await rules.add_rule(session, self._user_id, RuleIn(**body))).rule.id)

    async def _ids(self, session: Any, query: Any) -> list[int]:
        return list((await session.execute(query, {"user_id": self._user_id})).scalars())

    async def sessions(self) -> list[tuple[Any, ...]]:
        """Return the sessions, which are what a recomputation says."""
        listens = await self._histories.listens(self._user_id)
        async with self._histories.database.user_transaction(self._user_id) as session:
            found = [tuple(row) for row in await session.execute(_STORED, {"user_id": self._user_id})]
            assert found == recomputed_runs.sessions(listens, ZONE)
            assert await analytics.verify(session, self._user_id) == []
        return found


THREE = [(20 * DAY, 30_000, 0), (20, 30_000, 1), (20, 30_000, 0)]
# what is played, which songs are kept out one after the other, plays of each session at every step
CASES = {
    "a bridge goes": ([(0, 30_000, 0), (20, 30_000, 1), (20, 30_000, 0)], [1], [[3], [1, 1]]),
    "a first play goes": ([(0, 30_000, 1), (20, 30_000, 0), (20, 30_000, 0)], [1], [[3], [2]]),
    "a last play goes": ([(0, 30_000, 0), (20, 30_000, 1), (60, 30_000, 2)], [1], [[2, 1], [1, 1]]),
    "the play before a long one was the last": (
        # The short one ends early; without it the next begins soon after the long one's end.
        [(0, 3_600_000, 0), (1, 30_000, 1), (60, 30_000, 2)],
        [1],
        [[2, 1], [2]],
    ),
    "a whole session goes": ([(0, 30_000, 0), (60, 30_000, 1), (60, 30_000, 0)], [1], [[1, 1, 1], [1, 1]]),
    "the first session goes": ([(0, 30_000, 1), (400 * DAY, 30_000, 0)], [1], [[1, 1], [1]]),
    "the last session goes": ([(0, 30_000, 0), (400 * DAY, 30_000, 1)], [1], [[1, 1], [1]]),
    "all go": ([(0, 30_000, 0), (20, 30_000, 0), (DAY, 30_000, 1)], [0, 1], [[2, 1], [1], []]),
    "far apart": (
        [(20 * DAY, 30_000, 0), (20, 30_000, 1), (20, 30_000, 0), (20 * DAY, 30_000, 2), *THREE],
        [1],
        [[3, 1, 3], [1, 1, 1, 1, 1]],
    ),
    "neighbours": (
        [(0, 30_000, 0), (20, 30_000, 1), (13 * 60, 30_000, 1), (20, 30_000, 0), (13 * 60, 30_000, 1)],
        [1],
        [[2, 2, 1], [1, 1]],
    ),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("plays", "songs", "expected"), CASES.values(), ids=CASES)
async def test_plays_go_and_come_back(
    histories: Histories, plays: list[Drawn], songs: list[int], expected: list[list[int]]
) -> None:
    user_id = await histories.user(ZONE)
    history = History(histories, user_id)
    await history.do("import", plays)
    tracks = sorted({song for _, _, song in plays})
    seen = [[each[3] for each in await history.sessions()]]
    async with histories.database.user_transaction(user_id) as session:
        ids = list((await session.execute(_TRACKS, {"user_id": user_id})).scalars())
    names = {row["title"]: row["track_id"] for row in await histories.listens(user_id)}
    assert len(ids) == len(tracks)
    for song in songs:
        async with histories.database.user_transaction(user_id) as session:
            await analytics.begin_change(session, user_id, ZONE)
            subject_id = names[f"Song {song}"]
            await history._say(session, kind="exclude", entity="track", subject_id=subject_id)
        seen.append([each[3] for each in await history.sessions()])
    assert seen == expected
    for _ in songs:
        await history.do("undo", 0)
        await history.sessions()
    assert [each[3] for each in await history.sessions()] == expected[0]


@pytest.mark.asyncio
@pytest.mark.timeout(300)
async def test_whatever_goes_and_comes(histories: Histories) -> None:
    loop = asyncio.get_running_loop()

    async def walk(plays: list[Drawn], steps: list[Any]) -> None:
        history = History(histories, await histories.user(ZONE))
        await history.do("import", plays)
        for kind, value in steps:
            await history.do(kind, value)
            await history.sessions()

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        derandomize=True,
    )
    @given(PLAYS, STEPS)
    def check(plays: list[Drawn], steps: list[Any]) -> None:
        asyncio.run_coroutine_threadsafe(walk(plays, steps), loop).result(120)

    await asyncio.to_thread(check)
