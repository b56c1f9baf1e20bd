"""What every export format is made from, and the text rules they share."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportWord:
    """One word with its times in milliseconds; `confidence` 0 to 1 or None."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class ExportSegment:
    """One stretch of speech; `speaker` is the speaker's label as the user sees it."""

    start_ms: int
    end_ms: int
    speaker: str
    language: str
    text: str
    words: tuple[ExportWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole transcript. `named_speakers`: whether labels tell the reader anything.

    They do when there is more than one voice or when the user gave a name; the bare `S1` of a
    recording with one voice would only be in the way of subtitles.
    """

    title: str
    language: str
    language_detected: bool
    duration_ms: int
    engine: str
    model: str | None
    quality: str
    reason: str | None
    named_speakers: bool
    segments: tuple[ExportSegment, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """One format: its name in the API, file suffix, media type and renderer."""

    name: str
    suffix: str
    content_type: str
    render: Callable[[Document], str]


def one_line(text: str) -> str:
    """Join lines and drop control characters, tabs included, which end fields elsewhere."""
    return " ".join(lines(text))


def lines(text: str) -> list[str]:
    """Return the lines of a text without blank ones: in subtitles a blank line ends the cue.

    Every Unicode line separator counts, as does a lone carriage return.
    """
    printable = ("".join(_plain(character) for character in line) for line in text.splitlines())
    return [line for line in (part.strip() for part in printable) if line]


def clock(milliseconds: int, decimal_mark: str) -> str:
    """Return `HH:MM:SS` with three decimals; hours grow past 99 as they need."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{decimal_mark}{rest:03d}"


def _plain(character: str) -> str:
    """Turn a tab into a space, drop other controls and lone surrogates (not UTF-8)."""
    if character == "\t":
        return " "
    controls = character < " " or "\x7f" <= character <= "\x9f"
    return "" if controls or "\ud800" <= character <= "\udfff" else character
