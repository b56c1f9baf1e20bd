"""SubRip: numbered cues, `[Speaker]: text`."""

from musaic.transcripts.exports.document import Document, Export, ExportSegment, clock, lines, one_line


def render(document: Document) -> str:
    """Render numbered cues from 1, each ended by a blank line."""
    cues = (
        f"{number}\n{clock(segment.start_ms, ',')} --> {clock(segment.end_ms, ',')}\n"
        f"{_payload(segment, named=document.named_speakers)}\n\n"
        for number, segment in enumerate(document.segments, 1)
    )
    return "".join(cues)


def _payload(segment: ExportSegment, *, named: bool) -> str:
    # SubRip has no escape; an arrow inside the text would be taken for a timing line.
    text = "\n".join(lines(segment.text)).replace("-->", "-- >")
    if not named:
        return text
    label = one_line(segment.speaker).replace("]", ")").replace("-->", "-- >")
    return f"[{label}]: {text}".rstrip()


EXPORT = Export("srt", "srt", "application/x-subrip; charset=utf-8", render)
