"""LRC, the lyrics format of music players: one time a line, minutes past 99 where needed."""

from musaic.transcripts.exports.document import Document, Export, one_line


def render(document: Document) -> str:
    """Render title and length, then one timed line a segment; an empty line clears the display."""
    head = f"[ti:{one_line(document.title).replace(']', ')')}]\n[length:{_stamp(document.duration_ms)}]\n"
    named = document.named_speakers
    timed = (
        f"[{_stamp(segment.start_ms)}]"
        f"{f'{one_line(segment.speaker)}: ' if named else ''}{one_line(segment.text)}".rstrip()
        + "\n"
        for segment in document.segments
    )
    return head + "".join(timed)


def _stamp(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds // 10, 6000)
    return f"{minutes:02d}:{rest // 100:02d}.{rest % 100:02d}"


EXPORT = Export("lrc", "lrc", "text/plain; charset=utf-8", render)
