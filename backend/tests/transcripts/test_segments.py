from hypothesis import given
from hypothesis import strategies as st

from musaic.transcripts.ports import Segment, Word
from musaic.transcripts.segments import MAX_CHARACTERS, MAX_MS, split_words, tidy


@st.composite
def spoken(draw: st.DrawFn) -> list[Word]:
    at, words = 0, []
    for _ in range(draw(st.integers(0, 60))):
        at += draw(st.sampled_from([0, 10, 120, 690, 700, 2_000]))
        end = at + draw(st.integers(10, 900))
        words.append(Word(at, end, "x" * draw(st.integers(1, 20)), None))
        at = end
    return words


@given(spoken())
def test_groups_keep_every_word_and_stay_short(words: list[Word]) -> None:
    groups = list(split_words(words))
    assert [word for group in groups for word in group] == words
    for group in groups:
        assert group
        assert len(group) == 1 or len(" ".join(word.text for word in group)) <= MAX_CHARACTERS
        assert len(group) == 1 or group[-1].end_ms - group[0].start_ms <= MAX_MS


def test_a_pause_ends_a_group() -> None:
    one, two = Word(0, 500, "one", None), Word(1_300, 1_800, "two", None)
    assert list(split_words([one, two])) == [(one,), (two,)]


def segment(start_ms: int, end_ms: int, *words: Word) -> Segment:
    return Segment(start_ms, end_ms, "S1", "en", "text", words)


@given(st.lists(st.tuples(st.integers(-50, 150), st.integers(-50, 150)), max_size=20))
def test_tidy_times_are_ordered_and_inside(times: list[tuple[int, int]]) -> None:
    words = tuple(Word(start, end, "w", None) for start, end in times)
    kept = tidy([segment(start, end, *words) for start, end in times], 100)
    assert [each.start_ms for each in kept] == sorted(each.start_ms for each in kept)
    for each in kept:
        assert 0 <= each.start_ms < each.end_ms <= 100
        assert len(each.words) == len(words)
        at = each.start_ms
        for word in each.words:
            assert at <= word.start_ms <= word.end_ms <= each.end_ms
            at = word.start_ms
