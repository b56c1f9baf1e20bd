"""What the room asks of an engine, and the shape of what an engine gives back.

Times are integer milliseconds from the start of the recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:
    from musaic.transcripts.recording import Recording

Language = Literal["en", "ru", "kk"]
Quality = Literal["draft", "full"]
EngineStep = Literal["voice-activity", "recognise"]
Reason = Literal["no_model_for_language", "no_speech"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""The languages Musaic promises to handle, in one order everywhere."""

Progress = Callable[[EngineStep, float], None]
"""Told how much of a step is done, 0 to 1, never falling. May raise to stop the work."""

Check = Callable[[], None]
"""Called often while working; raises when the work must stop (cancelled, lease lost)."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can run here, and what may be expected of it.

    `languages` are those it finds words for; it may still time speech in others.
    `why_not` is a plain sentence when `available` is false, else None.
    """

    available: bool
    why_not: str | None
    languages: tuple[Language, ...]
    quality: Quality
    note: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user knows beforehand: names and terms that are likely to be spoken."""

    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. `confidence` is 0 to 1, or None where the engine gives none."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech by one speaker. `text` is empty where no words are known."""

    start_ms: int
    end_ms: int
    speaker: str
    language: Language
    text: str
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class TranscriptResult:
    """All that an engine says about a recording.

    `language_detected` is False when the language was chosen by the user or assumed.
    `reason` says why there are no words, or None. `diarized` is False when voices were not
    told apart and every segment carries the one speaker `S1`.
    """

    language: Language
    language_detected: bool
    duration_ms: int
    segments: tuple[Segment, ...]
    engine: str
    model: str | None
    quality: Quality
    reason: Reason | None
    diarized: bool = False


class EngineFailure(Exception):  # noqa: N818 - named for what it is, not for its base
    """The engine cannot do this work. `code` is stable, the message is for the user."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the stable code beside the sentence."""
        super().__init__(message)
        self.code = code
        self.message = message


class Engine(Protocol):
    """Turns a recording into timed segments. Calls block: run them off the event loop."""

    name: str

    def probe(self) -> EngineStatus:
        """Look, cheaply and without loading a model, whether this engine can run."""
        ...

    def transcribe(
        self,
        recording: Recording,
        *,
        language: Language | None,
        hints: Hints,
        progress: Progress,
        check: Check,
    ) -> TranscriptResult:
        """Transcribe the recording; `language` None asks the engine to find it out.

        Raises EngineFailure, and whatever `progress` and `check` raise.
        """
        ...
