"""WebVTT: voices as `<v Name>` and, for reading along, a time before each word."""

from musaic.transcripts.exports.document import Document, Export, ExportSegment, clock, lines, one_line


def render(document: Document) -> str:
    """Render the header and one cue a segment."""
    cues = (
        f"{number}\n{clock(segment.start_ms, '.')} --> {clock(segment.end_ms, '.')}\n"
        f"{_voice(segment, named=document.named_speakers)}{_text(segment)}\n\n"
        for number, segment in enumerate(document.segments, 1)
    )
    return "WEBVTT\n\n" + "".join(cues)


def escape(text: str) -> str:
    """Escape what would be markup; this also defuses an arrow inside the text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _voice(segment: ExportSegment, *, named: bool) -> str:
    return f"<v {escape(one_line(segment.speaker))}>" if named else ""


def _text(segment: ExportSegment) -> str:
    """Return the text, with word times where the words still are the text.

    After an edit by hand they may differ; then the text is what counts.
    """
    if not segment.words or " ".join(word.text for word in segment.words) != segment.text:
        return "\n".join(escape(line) for line in lines(segment.text))
    parts: list[str] = []
    before = segment.start_ms
    for word in segment.words:
        text = escape(one_line(word.text))
        # A time must lie inside the cue and after the one before it.
        if before < word.start_ms < segment.end_ms:
            parts.append(f"<{clock(word.start_ms, '.')}>{text}")
            before = word.start_ms
        else:
            parts.append(text)
    return " ".join(parts)


EXPORT = Export("vtt", "vtt", "text/vtt; charset=utf-8", render)
