"""Arrays of figures against lists: the same sums, the same order."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from musaic.listening.analytics.charts.standing.sums import Standings
from musaic.listening.analytics.repository.columns import packed
from musaic.listening.analytics.repository.heard import Heard, added_up, received
from musaic.listening.analytics.repository.ranking import Metric
from musaic.platform.database import Database

# Few ids and figures, so that they come again and draw level.
ROWS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 4), st.integers(0, 5)), max_size=30)
METRICS = st.sampled_from(["plays", "time"])


def heard(rows: list[tuple[int, int, int]]) -> Heard:
    return Heard.of_rows(rows)


def ranked(rows: list[tuple[int, int, int]], metric: str, top: int) -> list[tuple[int, int, int]]:
    lead = 1 if metric == "plays" else 2
    return sorted(rows, key=lambda row: (-row[lead], -row[3 - lead], row[0]))[:top]


def summed(rows: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    sums: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for key, plays, ms in rows:
        sums[key] = (sums[key][0] + plays, sums[key][1] + ms)
    return [(key, *figures) for key, figures in sums.items()]


@pytest.mark.asyncio
async def test_a_column_is_received_as_it_was_packed(database: Database) -> None:
    values = [1, 2**40, -7]
    async with database.system_transaction() as session:
        packing = text(f"SELECT {packed('n')} FROM unnest(cast(:values AS bigint[])) n")  # noqa: S608
        sent = [
            (await session.execute(packing, {"values": numbers})).scalar_one() for numbers in (values, [])
        ]
    assert [received(one).tolist() for one in sent] == [values, []]


@given(rows=ROWS, metric=METRICS, top=st.integers(1, 12))
def test_the_best_are_in_order(rows: list[tuple[int, int, int]], metric: Metric, top: int) -> None:
    each = summed(rows)
    assert heard(each).best(metric, top) == ranked(each, metric, top)


@given(rows=ROWS, ids=st.lists(st.integers(1, 9)))
def test_what_is_kept_and_what_is_left_out(rows: list[tuple[int, int, int]], ids: list[int]) -> None:
    every, these = heard(summed(rows)), np.array(ids, np.int64)
    kept, left = every.only(these).ids.tolist(), every.without(these).ids.tolist()
    assert sorted(kept + left) == sorted(every.ids.tolist())
    assert set(kept) <= set(ids)
    assert not set(left) & set(ids)


@given(frames=st.lists(ROWS, max_size=6), metric=METRICS, top=st.integers(1, 5))
def test_standings_grow_frame_by_frame(
    frames: list[list[tuple[int, int, int]]], metric: Metric, top: int
) -> None:
    played = [heard(summed(rows)) for rows in frames]
    standings, so_far = Standings(metric, top, [frame.ids for frame in played]), list[tuple[int, int, int]]()
    for frame, rows in zip(played, frames, strict=True):
        standings.add(frame)
        so_far += rows
        assert standings.best() == ranked(summed(so_far), metric, top)
    standings.clear()
    assert standings.best() == []


# Ids close together and far apart, which are added up in two ways.
@given(rows=ROWS, far=st.sampled_from([1, 10**6]))
def test_what_comes_again_is_added_up(rows: list[tuple[int, int, int]], far: int) -> None:
    apart = [(key * far, plays, ms) for key, plays, ms in rows]
    every = heard(apart)
    assert added_up(every.ids, every.plays, every.ms).rows() == sorted(summed(apart))


@given(rows=ROWS, out=st.integers(0, 30))
def test_what_is_left_out_is_taken_from_the_whole(rows: list[tuple[int, int, int]], out: int) -> None:
    whole, left_out = heard(summed(rows)), heard(summed(rows[:out]))
    assert whole.less(left_out).rows() == sorted(summed(rows[out:]))


@given(rows=ROWS, metric=METRICS, top=st.integers(1, 12))
def test_ascending_is_the_reverse(rows: list[tuple[int, int, int]], metric: Metric, top: int) -> None:
    each = summed(rows)
    assert heard(each).best(metric, top, "asc") == ranked(each, metric, len(each))[::-1][:top]


@given(rows=ROWS)
def test_a_rank_is_the_place_in_the_list(rows: list[tuple[int, int, int]]) -> None:
    each = summed(rows)
    places = [heard(each).rank(*row) for row in ranked(each, "plays", len(each))]
    assert places == list(range(1, len(each) + 1))


@given(rows=ROWS, ids=st.lists(st.integers(0, 12)))
def test_each_of_some_ids_is_looked_up(rows: list[tuple[int, int, int]], ids: list[int]) -> None:
    figures = {key: (plays, ms) for key, plays, ms in summed(rows)}
    found = heard(summed(rows)).of(np.array(ids, np.int64)).rows()
    assert found == [(key, *figures.get(key, (0, 0))) for key in ids]
