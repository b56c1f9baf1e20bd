"""Plain text: paragraphs by speaker, and the times of speech that has no words yet."""

from collections.abc import Iterator
from typing import Final

from musaic.transcripts.exports.document import Document, Export, ExportSegment, clock, one_line

_PAUSE_MS: Final = 2_000


def render(document: Document) -> str:
    """Render paragraphs: a new one at a change of speaker and after a pause of two seconds."""
    return "".join(f"{paragraph}\n" for paragraph in _paragraphs(document))


def _paragraphs(document: Document) -> Iterator[str]:
    turn: list[str] = []
    previous: ExportSegment | None = None
    for segment in document.segments:
        if turn and previous is not None and _parted(previous, segment):
            yield " ".join(turn)
            turn = []
        text = one_line(segment.text) or _times(segment)
        named = document.named_speakers and not turn
        turn.append(f"{one_line(segment.speaker)}: {text}" if named else text)
        previous = segment
    if turn:
        yield " ".join(turn)


def _parted(before: ExportSegment, after: ExportSegment) -> bool:
    silent = not before.text or not after.text
    return silent or before.speaker != after.speaker or after.start_ms - before.end_ms >= _PAUSE_MS


def _times(segment: ExportSegment) -> str:
    return f"[{clock(segment.start_ms, '.')} - {clock(segment.end_ms, '.')}]"


EXPORT = Export("txt", "txt", "text/plain; charset=utf-8", render)
