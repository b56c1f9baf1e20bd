"""The real library on a folder of random weights: all is checked but the words, which are nonsense."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from musaic.transcripts.adapters.faster_whisper import FasterWhisperEngine, stretch
from musaic.transcripts.adapters.voice_activity import Span
from musaic.transcripts.adapters.whisper_models import FILES, find_models
from musaic.transcripts.ports import EngineFailure, Hints, Language, TranscriptResult
from musaic.transcripts.recording import SAMPLE_RATE, ArrayRecording, Recording
from speech_clips import clips
from transcripts.speech import HINTS, Watch
from transcripts.tiny_whisper import build


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("whisper") / "tiny-random")


def transcribe(
    folder: Path,
    recording: Recording,
    language: Language | None,
    *,
    watch: Watch | None = None,
    hints: Hints = HINTS,
) -> TranscriptResult:
    watch = watch or Watch()
    return FasterWhisperEngine(folder).transcribe(
        recording, language=language, hints=hints, progress=watch.progress, check=watch.check
    )


def test_without_a_folder_it_says_what_to_set() -> None:
    status = FasterWhisperEngine(None).probe()
    assert not status.available
    assert "MUSAIC_WHISPER_MODEL_DIR" in (status.why_not or "")


def test_a_complete_folder_serves_all_three_languages(model: Path) -> None:
    status = FasterWhisperEngine(model).probe()
    assert (status.available, status.languages, status.quality) == (True, ("en", "ru", "kk"), "full")


@pytest.mark.parametrize("name", FILES)
def test_each_missing_file_makes_it_unavailable_and_is_named(name: str, model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    (folder / name).unlink()
    status = FasterWhisperEngine(folder).probe()
    assert not status.available
    assert name in (status.why_not or "")
    with pytest.raises(EngineFailure, match="not usable"):
        transcribe(folder, ArrayRecording(np.zeros(16_000, np.float32)), "en")


def test_an_english_model_is_not_taken_for_kazakh(tmp_path: Path) -> None:
    folder = build(tmp_path / "english", multilingual=False)
    assert FasterWhisperEngine(folder).probe().languages == ("en",)
    with pytest.raises(EngineFailure):
        transcribe(folder, ArrayRecording(np.zeros(16_000, np.float32)), "kk")


def test_each_language_may_have_its_own_model(model: Path, tmp_path: Path) -> None:
    shutil.copytree(model, tmp_path / "kk")
    shutil.copytree(model, tmp_path / "default")
    assert {language: path.name for language, path in find_models(tmp_path).items()} == {
        "en": "default",
        "ru": "default",
        "kk": "kk",
    }


def test_a_damaged_model_fails_with_a_sentence(model: Path, tmp_path: Path, shared_data: Path) -> None:
    folder = shutil.copytree(model, tmp_path / "model")
    (folder / "model.bin").write_bytes(b"\x00" * 64)
    with pytest.raises(EngineFailure) as failure:
        transcribe(folder, clips(shared_data)["cards_001"].recording(), "en")
    assert failure.value.code == "model_unusable"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_segments_are_tidy_whatever_the_model_writes(
    language: Language, model: Path, shared_data: Path
) -> None:
    watch = Watch()
    hints = Hints(terms=("Алматы", "сәлем"))
    result = transcribe(
        model, clips(shared_data)["ru_deepspeech"].recording(), language, watch=watch, hints=hints
    )
    assert (result.language, result.language_detected, result.quality) == (language, False, "full")
    assert result.model == "tiny-random"
    at = 0
    for segment in result.segments:
        assert at <= segment.start_ms < segment.end_ms <= result.duration_ms
        at = segment.start_ms
        for word in segment.words:
            assert type(word.start_ms) is int
            assert type(word.confidence) is float
    for fractions in watch.seen.values():
        assert fractions == sorted(fractions)
        assert fractions[-1] == 1.0


def test_a_detected_language_is_one_of_ours(model: Path, shared_data: Path) -> None:
    result = transcribe(model, clips(shared_data)["goforward"].recording(), None)
    assert result.language in {"en", "ru", "kk"}
    assert result.language_detected


def test_silence_has_no_segments(model: Path) -> None:
    result = transcribe(model, ArrayRecording(np.zeros(32_000, np.float32)), None)
    assert (result.segments, result.reason, result.language_detected) == ((), "no_speech", False)


def test_a_stop_ends_the_work(model: Path, shared_data: Path) -> None:
    with pytest.raises(Watch.StoppedError):
        transcribe(model, clips(shared_data)["jfk"].recording(), "en", watch=Watch(stop_at_check=3))


def test_long_recordings_are_read_in_stretches() -> None:
    minute = 60 * SAMPLE_RATE
    pieces = [Span(start * minute // 4, (start + 1) * minute // 4 - 100) for start in range(4 * 12)]
    stretches = stretch(pieces)
    assert [pieces[0].start, pieces[-1].stop] == [stretches[0].start, stretches[-1].stop]
    assert all(each.stop - each.start <= 5 * minute for each in stretches)
    assert len(stretches) == 3
