"""Whisper through faster-whisper, for an operator who brings a model folder. Nothing is downloaded.

A long recording is read in stretches of some minutes that begin and end in silence, so that
memory does not grow with it; the library itself would hold the spectrogram of the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from musaic.transcripts.adapters.voice_activity import Span, find_speech
from musaic.transcripts.adapters.whisper_models import find_models, missing_files
from musaic.transcripts.ports import (
    LANGUAGES,
    Check,
    EngineFailure,
    EngineStatus,
    Hints,
    Language,
    Progress,
    Segment,
    TranscriptResult,
    Word,
)
from musaic.transcripts.recording import SAMPLE_RATE, Recording, to_ms
from musaic.transcripts.segments import split_words, tidy

_SPEAKER: Final = "S1"
_STRETCH: Final = 5 * 60 * SAMPLE_RATE
_AUDIBLE: Final = 0.02
_NO_SPEECH: Final = 0.6
_LOW_LOG_PROBABILITY: Final = -1.0


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a recording is read: guarded by voice activity, or loosely where that heard nothing."""

    guarded: bool

    def options(self) -> dict[str, object]:
        """Return what the library is told; the cure against invented and repeated text."""
        gates: dict[str, object] = {"no_speech_threshold": _NO_SPEECH, "log_prob_threshold": -1.0}
        if not self.guarded:
            gates = {"no_speech_threshold": 0.9, "log_prob_threshold": -2.0}
        return {
            "vad_filter": self.guarded,
            "condition_on_previous_text": False,
            "word_timestamps": True,
            "compression_ratio_threshold": 2.4,
            **gates,
        }


class FasterWhisperEngine:
    """Full-quality words in the languages of the operator's models."""

    name = "faster-whisper"

    def __init__(self, folder: Path | None) -> None:
        """Look for models in `folder`; None means that the operator gave none."""
        self._folder = folder

    def probe(self) -> EngineStatus:
        """Check the folder's files and the languages of their vocabularies; load nothing."""
        models = self._models()
        return EngineStatus(
            available=bool(models),
            why_not=None if models else self._why_not(),
            languages=tuple(models),
            quality="full",
            note="Whisper model of this server. Voices are not told apart.",
        )

    def transcribe(
        self,
        recording: Recording,
        *,
        language: Language | None,
        hints: Hints,
        progress: Progress,
        check: Check,
    ) -> TranscriptResult:
        """Transcribe in `language`, or in the likeliest of the models' languages."""
        models = self._models()

        def on_voice(fraction: float) -> None:
            check()
            progress("voice-activity", fraction)

        pieces = find_speech(recording, on_voice)
        manner = _Manner(guarded=bool(pieces))
        stretches = stretch(pieces) if pieces else _loose_stretches(recording)
        chosen = language or _detect(recording, stretches, models)
        if chosen not in models:
            raise _unusable(self._why_not())
        segments = _recognise(_load(models[chosen]), recording, stretches, manner, chosen, hints)
        found: list[Segment] = []
        for end, segment in segments:
            check()
            if segment is not None:
                found.append(segment)
            progress("recognise", min(1.0, end / max(1, recording.frames)))
        progress("recognise", 1.0)
        kept = tidy(found, recording.duration_ms)
        return TranscriptResult(
            language=chosen,
            language_detected=language is None and bool(stretches),
            duration_ms=recording.duration_ms,
            segments=kept,
            engine=self.name,
            model=models[chosen].name + ("" if manner.guarded else " (without voice activity)"),
            quality="full",
            reason=None if kept else "no_speech",
        )

    def _models(self) -> dict[Language, Path]:
        return find_models(self._folder) if self._folder is not None else {}

    def _why_not(self) -> str:
        if self._folder is None:
            return "No Whisper model is installed. Set MUSAIC_WHISPER_MODEL_DIR to a model folder."
        lacking = ", ".join(missing_files(self._folder))
        return (
            "The Whisper model folder is not usable for this language. A model folder holds "
            f"model.bin and its four companions (missing here: {lacking or 'nothing'}), or it "
            "holds such folders named kk, ru, en or default."
        )


def stretch(pieces: Sequence[Span]) -> list[Span]:
    """Group neighbouring pieces of speech into stretches of at most five minutes."""
    stretches: list[Span] = []
    for piece in pieces:
        if stretches and piece.stop - stretches[-1].start <= _STRETCH:
            stretches[-1] = replace(stretches[-1], stop=piece.stop)
        else:
            stretches.append(piece)
    return stretches


def _loose_stretches(recording: Recording) -> list[Span]:
    """Return all of a recording in which no speech was found although it is clearly not silent."""
    if recording.peak < _AUDIBLE:
        return []
    starts = range(0, recording.frames, _STRETCH)
    return [Span(start, min(start + _STRETCH, recording.frames)) for start in starts]


def _detect(recording: Recording, stretches: Sequence[Span], models: dict[Language, Path]) -> Language:
    """Return the likeliest of our languages in the first stretch; English where nobody speaks."""
    if not stretches or not models:
        return "en"
    # Prefer the model that knows most of our languages: a tuned one is biased to its own.
    counts = [list(models.values()).count(folder) for folder in models.values()]
    folder = list(models.values())[int(np.argmax(counts))]
    audio = recording.read(stretches[0].start, min(stretches[0].stop, stretches[0].start + 30 * SAMPLE_RATE))
    _best, _probability, all_probabilities = _load(folder).detect_language(audio)
    known = {code: probability for code, probability in all_probabilities if code in models}
    ours = [language for language in LANGUAGES if language in known]
    return max(ours, key=lambda language: known[language]) if ours else next(iter(models))


def _recognise(
    model: Any,
    recording: Recording,
    stretches: Sequence[Span],
    manner: _Manner,
    language: Language,
    hints: Hints,
) -> Iterator[tuple[int, Segment | None]]:
    """Yield (samples done, segment or None where only time has passed)."""
    if language not in model.supported_languages:
        message = f"The Whisper model of this server was not made for '{language}'."
        raise _unusable(message)
    for span in stretches:
        done = span.start
        yield done, None
        lines, _info = model.transcribe(
            recording.read(span.start, span.stop),
            language=language,
            hotwords=", ".join(hints.terms) or None,
            **manner.options(),
        )
        for line in lines:
            # Lines may end before the one they follow, or after the audio.
            done = max(done, min(span.stop, span.start + int(float(line.end) * SAMPLE_RATE)))
            if line.no_speech_prob > _NO_SPEECH and line.avg_logprob < _LOW_LOG_PROBABILITY:
                yield done, None
                continue
            for segment in _segments(line, to_ms(span.start), to_ms(span.stop), language):
                yield done, segment


def _segments(line: Any, offset_ms: int, stop_ms: int, language: Language) -> Iterator[Segment]:
    """Turn a line of Whisper into readable segments; times may lie past the end and are cut."""

    def place(seconds: float) -> int:
        return min(stop_ms, offset_ms + round(float(seconds) * 1000))

    words = [
        Word(
            start_ms=place(word.start),
            end_ms=place(word.end),
            text=word.word.strip(),
            confidence=round(min(1.0, max(0.0, float(word.probability))), 4),
        )
        for word in line.words or ()
        if word.word.strip()
    ]
    if not words:
        if line.text.strip():
            yield Segment(place(line.start), place(line.end), _SPEAKER, language, line.text.strip())
        return
    for group in split_words(words):
        text = " ".join(word.text for word in group)
        yield Segment(group[0].start_ms, group[-1].end_ms, _SPEAKER, language, text, group)


@lru_cache(maxsize=1)
def _load(folder: Path) -> Any:
    """Load a checked folder; one model at a time stays in memory. Raises EngineFailure."""
    from faster_whisper import WhisperModel  # noqa: PLC0415 - half a second, and rarely needed

    try:
        return WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    except (RuntimeError, ValueError, OSError) as error:
        message = "The Whisper model of this server could not be loaded. Ask its operator to check the files."
        raise _unusable(message) from error


def _unusable(message: str) -> EngineFailure:
    return EngineFailure("model_unusable", message)
