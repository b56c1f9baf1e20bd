"""Whatever Unicode encoding a file has, importers read UTF-8."""

import codecs
from collections.abc import Iterator
from typing import IO

from musaic.listening.history.errors import Unreadable, UnreadableFileError

CHUNK_BYTES = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def utf8_chunks(stream: IO[bytes], chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Yield the stream as UTF-8 without a byte order mark; raises UnreadableFileError.

    UTF-8 itself is passed on unchecked: whoever parses it checks it.
    """
    chunk = stream.read(chunk_bytes)
    encoding, mark = _encoding_of(chunk)
    chunk = chunk[mark:]
    if encoding == "utf-8":
        while chunk:
            yield chunk
            chunk = stream.read(chunk_bytes)
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk:
            yield decoder.decode(chunk).encode()
            chunk = stream.read(chunk_bytes)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise UnreadableFileError(Unreadable.WRONG_ENCODING) from error


def _encoding_of(head: bytes) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    # JSON and CSV begin with ASCII: a zero beside the first character gives UTF-16 away.
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return "utf-16-le", 0
    if head[:1] == b"\0" and head[1:2] not in {b"\0", b""}:
        return "utf-16-be", 0
    return "utf-8", 0
