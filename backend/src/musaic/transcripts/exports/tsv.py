"""Tab-separated values for spreadsheets and scripts: times in milliseconds, speaker, text."""

from musaic.transcripts.exports.document import Document, Export, one_line


def render(document: Document) -> str:
    """Render a header and one row a segment; tabs and line breaks in a text become spaces."""
    rows = (
        f"{segment.start_ms}\t{segment.end_ms}\t{one_line(segment.speaker)}\t{one_line(segment.text)}\n"
        for segment in document.segments
    )
    return "start\tend\tspeaker\ttext\n" + "".join(rows)


EXPORT = Export("tsv", "tsv", "text/tab-separated-values; charset=utf-8", render)
