from pathlib import Path

import numpy as np
import psutil
import pytest

from musaic.transcripts.adapters import sphinx
from musaic.transcripts.adapters.builtin import BuiltinEngine
from musaic.transcripts.ports import EngineFailure, Language, TranscriptResult
from musaic.transcripts.recording import ArrayRecording, Recording
from speech_clips import CLASSES, clips
from transcripts.speech import HINTS, Watch, hum
from word_errors import word_errors


def transcribe(
    recording: Recording, language: Language | None, watch: Watch | None = None
) -> TranscriptResult:
    watch = watch or Watch()
    return BuiltinEngine().transcribe(
        recording, language=language, hints=HINTS, progress=watch.progress, check=watch.check
    )


def said(result: TranscriptResult) -> str:
    return " ".join(segment.text for segment in result.segments)


def test_it_is_available_everywhere_and_says_what_it_is() -> None:
    status = BuiltinEngine().probe()
    assert (status.available, status.why_not) == (True, None)
    assert (status.languages, status.quality) == (("en",), "draft")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_without_a_model_speech_is_timed_and_left_without_words(
    language: Language, shared_data: Path
) -> None:
    result = transcribe(clips(shared_data)["ru_deepspeech"].recording(), language)
    assert (result.language, result.reason, result.model) == (language, "no_model_for_language", None)
    assert result.segments
    for segment in result.segments:
        assert (segment.text, segment.words, segment.language) == ("", (), language)
        assert 0 <= segment.start_ms < segment.end_ms <= result.duration_ms


def test_with_no_language_given_english_is_assumed_and_not_called_detected(shared_data: Path) -> None:
    result = transcribe(clips(shared_data)["goforward"].recording(), None)
    assert (result.language, result.language_detected, result.reason) == ("en", False, None)
    assert (result.engine, result.model, result.quality) == ("builtin", "pocketsphinx-en-us", "draft")


def test_where_nobody_speaks_there_are_no_segments() -> None:
    for recording in (hum(2), np.zeros(16_000, dtype=np.float32), np.zeros(0, dtype=np.float32)):
        result = transcribe(ArrayRecording(recording), "en")
        assert (result.segments, result.reason) == ((), "no_speech")


def test_words_lie_in_order_inside_their_segment(shared_data: Path) -> None:
    result = transcribe(clips(shared_data)["libri_1995-1837-0001"].recording(), "en")
    for segment in result.segments:
        assert segment.text == " ".join(word.text for word in segment.words)
        at = segment.start_ms
        for word in segment.words:
            assert at <= word.start_ms <= word.end_ms <= segment.end_ms
            assert word.confidence is not None
            assert 0 <= word.confidence <= 1
            at = word.start_ms
    assert len({word.confidence for segment in result.segments for word in segment.words}) > 3


def test_the_same_clip_gives_the_same_transcript(shared_data: Path) -> None:
    clip = clips(shared_data)["cards_001"].recording()
    assert transcribe(clip, "en") == transcribe(clip, "en")


def test_the_decoder_runs_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch, shared_data: Path) -> None:
    monkeypatch.setattr(sphinx, "_CHILD", "musaic.transcripts.adapters.no_such_module")
    with pytest.raises(EngineFailure) as failure:
        transcribe(clips(shared_data)["cards_001"].recording(), "en")
    assert failure.value.code == "recogniser_crashed"


@pytest.mark.parametrize(("names", "bound"), [(CLASSES["commands"], 0.15), (CLASSES["read sentences"], 0.35)])
def test_real_speech_is_understood_well_enough_for_a_draft(
    names: tuple[str, ...], bound: float, shared_data: Path
) -> None:
    known = clips(shared_data)
    errors = [
        word_errors(known[name].transcript or "", said(transcribe(known[name].recording(), "en")))
        for name in names
    ]
    assert sum(wrong for wrong, _ in errors) / sum(total for _, total in errors) <= bound


def test_progress_rises_to_one_in_both_steps(shared_data: Path) -> None:
    watch = Watch()
    transcribe(clips(shared_data)["jfk"].recording(), "en", watch)
    assert list(watch.seen) == ["voice-activity", "recognise"]
    for fractions in watch.seen.values():
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0


@pytest.mark.parametrize("check", [1, 4, 8])
def test_a_stop_ends_the_work_and_its_process(check: int, shared_data: Path) -> None:
    clip = clips(shared_data)["libri_1995-1837-0001"].recording()
    watch = Watch(stop_at_check=check)
    with pytest.raises(Watch.StoppedError):
        transcribe(clip, "en", watch)
    assert watch.checks == check
    assert not [child for child in psutil.Process().children() if "sphinx_child" in " ".join(child.cmdline())]
