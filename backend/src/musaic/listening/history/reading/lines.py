"""Lines of text, none of them larger than a megabyte."""

import io
from collections.abc import Iterable, Iterator

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.reading.json_rows import MAX_ROW_BYTES


def read_lines_of(chunks: Iterable[str]) -> Iterator[str]:
    """Yield the lines without their ends; raises UnreadableFileError for one over a megabyte."""
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest, count = "", 0
    for chunk in chunks:
        *lines, rest = (rest + newlines.decode(chunk)).split("\n")
        count += len(lines)
        if len(rest) > MAX_ROW_BYTES:
            raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=count + 1)
        yield from lines
    rest += newlines.decode("", final=True)
    if rest.strip():
        yield rest
