"""Rules that every engine's segments obey: inside the recording, in order, short enough to read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from musaic.transcripts.ports import Segment, Word

MAX_CHARACTERS: Final = 84
"""Two subtitle lines of 42."""

MAX_MS: Final = 7_000
_PAUSE_MS: Final = 700


def split_words(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Split words into groups short enough for one subtitle, at pauses where there are any.

    A group holds at most 84 characters and 7 s (a single longer word stays whole), and ends
    before a pause of 0.7 s.
    """
    rest = list(words)
    while rest:
        fits = _fitting(rest)
        at = fits if fits == len(rest) or _pauses_at(rest, fits) else _widest_gap(rest, fits)
        yield tuple(rest[:at])
        rest = rest[at:]


def _pauses_at(words: Sequence[Word], index: int) -> bool:
    return words[index].start_ms - words[index - 1].end_ms >= _PAUSE_MS


def _fitting(words: Sequence[Word]) -> int:
    """Return how many words fit into one group; at least one."""
    characters = len(words[0].text)
    for index in range(1, len(words)):
        characters += 1 + len(words[index].text)
        too_long = words[index].end_ms - words[0].start_ms > MAX_MS
        if too_long or characters > MAX_CHARACTERS or _pauses_at(words, index):
            return index
    return len(words)


def _widest_gap(words: Sequence[Word], fits: int) -> int:
    """Return where to break among the last half of the fitting words: after the longest gap."""
    candidates = range(max(1, fits // 2), fits + 1)
    # Among equal gaps the last one wins, so that a group is as full as it may be.
    return max(candidates, key=lambda at: (words[at].start_ms - words[at - 1].end_ms, at))


def tidy(segments: Iterable[Segment], duration_ms: int) -> tuple[Segment, ...]:
    """Clamp times to [0, duration_ms], order by start, and drop what lies wholly outside."""
    inside: list[Segment] = []
    for segment in sorted(segments, key=lambda each: (each.start_ms, each.end_ms)):
        start, end = _clamp(segment.start_ms, segment.end_ms, duration_ms)
        if start >= end:
            continue
        words: list[Word] = []
        at = start
        for word in segment.words:
            first, last = _clamp(max(at, word.start_ms), word.end_ms, end)
            at = min(first, end)
            words.append(replace(word, start_ms=at, end_ms=max(at, last)))
        inside.append(replace(segment, start_ms=start, end_ms=end, words=tuple(words)))
    return tuple(inside)


def _clamp(start_ms: int, end_ms: int, duration_ms: int) -> tuple[int, int]:
    return max(0, min(start_ms, duration_ms)), max(0, min(end_ms, duration_ms))
