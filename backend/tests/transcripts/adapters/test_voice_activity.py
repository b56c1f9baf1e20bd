from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.transcripts.adapters.voice_activity import (
    WINDOW,
    Cutting,
    Span,
    cut,
    find_speech,
    speech_probabilities,
)
from musaic.transcripts.recording import SAMPLE_RATE, ArrayRecording, FileRecording, spool
from speech_clips import clips
from transcripts.speech import hum

SECOND = SAMPLE_RATE // WINDOW  # windows in a second, near enough


def probabilities(*runs: tuple[float, float]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return windows for runs of (probability, seconds)."""
    return np.concatenate([np.full(int(s * SECOND), p, dtype=np.float32) for p, s in runs])


def pieces(*runs: tuple[float, float], cutting: Cutting | None = None) -> list[Span]:
    found = probabilities(*runs)
    return cut(found, len(found) * WINDOW, cutting or Cutting())


def test_silence_has_no_pieces() -> None:
    assert pieces((0.1, 10)) == []
    assert cut(np.zeros(0, dtype=np.float32), 0, Cutting()) == []


def test_a_short_silence_does_not_part_speech_and_a_longer_one_does() -> None:
    assert len(pieces((0.9, 1), (0.1, 0.2), (0.9, 1))) == 1
    assert len(pieces((0.9, 1), (0.1, 0.5), (0.9, 1))) == 2


def test_a_dip_above_the_lower_threshold_is_still_speech() -> None:
    assert len(pieces((0.9, 1), (0.4, 2), (0.9, 1))) == 1


def test_a_click_is_no_speech() -> None:
    assert pieces((0.0, 1), (0.9, 0.07), (0.0, 1)) == []


def test_padding_of_neighbours_meets_and_does_not_overlap() -> None:
    first, second = pieces((0.9, 1), (0.1, 0.4), (0.9, 1))
    assert first.stop == second.start


def test_long_speech_is_cut_where_it_is_quietest() -> None:
    first, _second = pieces((0.9, 12), (0.6, 0.1), (0.9, 8))
    assert first.stop == pytest.approx(12 * SECOND * WINDOW, abs=3 * WINDOW)


@given(
    st.lists(st.floats(0, 1, width=32), max_size=1_500),
    st.integers(0, WINDOW - 1),
)
def test_pieces_are_ordered_inside_and_never_too_long(found: list[float], missing: int) -> None:
    frames = max(0, len(found) * WINDOW - missing)
    at = 0
    for piece in cut(np.array(found, dtype=np.float32), frames, Cutting(min_silence_ms=900)):
        assert at <= piece.start < piece.stop <= frames
        assert piece.stop - piece.start <= 15 * SAMPLE_RATE
        at = piece.stop


def test_hum_is_no_speech() -> None:
    assert find_speech(ArrayRecording(hum(3))) == []


def test_an_empty_recording_has_no_speech() -> None:
    assert find_speech(ArrayRecording(np.zeros(0, dtype=np.float32))) == []


def test_state_carries_over_batches_and_files(tmp_path: Path, shared_data: Path) -> None:
    clip = clips(shared_data)["jfk"].recording().read(0, 11 * SAMPLE_RATE)
    minute = np.tile(clip, 6)
    spooled: FileRecording = spool(iter(np.array_split(minute, 13)), tmp_path / "pcm")
    fractions: list[float] = []
    whole = speech_probabilities(ArrayRecording(minute), lambda _fraction: None)
    np.testing.assert_array_equal(speech_probabilities(spooled, fractions.append), whole)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


def test_real_speech_is_found_whatever_its_loudness(shared_data: Path) -> None:
    clip = clips(shared_data)["cards_005"].recording()
    quiet = ArrayRecording(clip.read(0, clip.frames) * np.float32(0.01))
    assert find_speech(quiet) == find_speech(clip) != []
