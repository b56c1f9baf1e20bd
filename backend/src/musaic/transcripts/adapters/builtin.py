"""The embedded engine: works offline with no account and no download.

Speech is found by Silero voice activity and its English words by PocketSphinx, as a draft.
Kazakh and Russian speech is timed but gets no words: English words on it would be invented.
"""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Final

from musaic.transcripts.adapters.sphinx import SphinxProcess
from musaic.transcripts.adapters.voice_activity import Span, find_speech, model_path
from musaic.transcripts.ports import (
    Check,
    EngineStatus,
    Hints,
    Language,
    Progress,
    Reason,
    Segment,
    TranscriptResult,
    Word,
)
from musaic.transcripts.recording import Recording, to_ms
from musaic.transcripts.segments import split_words, tidy

_SPEAKER: Final = "S1"
_MODEL: Final = "pocketsphinx-en-us"


class BuiltinEngine:
    """Draft English by PocketSphinx; timed, empty segments for every other language."""

    name = "builtin"

    def probe(self) -> EngineStatus:
        """Say whether the packaged decoder and voice-activity model are in place."""
        missing = [name for name in ("pocketsphinx", "onnxruntime") if find_spec(name) is None]
        if not missing and not model_path().is_file():
            missing = ["the voice-activity model of faster-whisper"]
        return EngineStatus(
            available=not missing,
            why_not=f"Missing: {', '.join(missing)}. Install Musaic again." if missing else None,
            languages=("en",),
            quality="draft",
            note="English as a draft, for clear speech. Kazakh and Russian are timed only. "
            "Voices are not told apart.",
        )

    def transcribe(
        self,
        recording: Recording,
        *,
        language: Language | None,
        hints: Hints,  # noqa: ARG002 - the packaged language model takes no terms
        progress: Progress,
        check: Check,
    ) -> TranscriptResult:
        """Transcribe; with no language given, English is assumed and marked not detected."""
        chosen: Language = language or "en"

        def on_voice(fraction: float) -> None:
            check()
            progress("voice-activity", fraction)

        pieces = find_speech(recording, on_voice)
        if chosen == "en":
            segments = tuple(self._recognise(recording, pieces, progress, check))
        else:
            segments = tuple(_silent(piece, chosen) for piece in pieces)
        progress("recognise", 1.0)
        reason: Reason | None = None if chosen == "en" else "no_model_for_language"
        return TranscriptResult(
            language=chosen,
            language_detected=False,
            duration_ms=recording.duration_ms,
            segments=tidy(segments, recording.duration_ms),
            engine=self.name,
            model=_MODEL if chosen == "en" else None,
            quality="draft",
            reason=reason if pieces else "no_speech",
        )

    def _recognise(
        self, recording: Recording, pieces: Sequence[Span], progress: Progress, check: Check
    ) -> Iterator[Segment]:
        if not pieces:
            return
        total = sum(piece.stop - piece.start for piece in pieces)
        done = 0
        with SphinxProcess(check) as sphinx:
            for piece in pieces:
                check()
                words = sphinx.recognise(recording.read(piece.start, piece.stop))
                yield from _spoken(piece, words)
                done += piece.stop - piece.start
                progress("recognise", done / total)


def _spoken(piece: Span, words: Sequence[Word]) -> Iterator[Segment]:
    """Turn the words of a piece into segments; speech without words stays, empty, to be typed."""
    if not words:
        yield _silent(piece, "en")
        return
    offset = to_ms(piece.start)
    for group in split_words(words):
        placed = tuple(
            Word(
                start_ms=word.start_ms + offset,
                end_ms=word.end_ms + offset,
                text=word.text,
                confidence=word.confidence,
            )
            for word in group
        )
        yield Segment(
            start_ms=placed[0].start_ms,
            end_ms=placed[-1].end_ms,
            speaker=_SPEAKER,
            language="en",
            text=" ".join(word.text for word in placed),
            words=placed,
        )


def _silent(piece: Span, language: Language) -> Segment:
    return Segment(
        start_ms=to_ms(piece.start),
        end_ms=to_ms(piece.stop),
        speaker=_SPEAKER,
        language=language,
        text="",
    )
