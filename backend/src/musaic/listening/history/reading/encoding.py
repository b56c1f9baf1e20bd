"""Whatever Unicode encoding a file has, importers read UTF-8; tables may have an older encoding too."""

import codecs
import re
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
# Letters beyond ASCII in the Windows code pages, and words of them
_HIGH = re.compile(rb"[\xa8\xb8\xc0-\xff]")
_RUNS = re.compile(rb"[\xa8\xb8\xc0-\xff]{3,}")


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
    for text in _unicode(chunk, encoding, stream, chunk_bytes):
        yield text.encode()


def _unicode(chunk: bytes, encoding: str, stream: IO[bytes], chunk_bytes: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk:
            yield decoder.decode(chunk)
            chunk = stream.read(chunk_bytes)
        yield decoder.decode(b"", final=True)
    except UnicodeError as error:
        raise UnreadableFileError(Unreadable.WRONG_ENCODING) from error


def text_chunks(stream: IO[bytes], chunk_bytes: int = CHUNK_BYTES) -> Iterator[str]:
    """Yield the stream as text without a byte order mark.

    What is not Unicode is taken for Windows-1251 or Windows-1252, whichever looks likelier: old
    programs write their tables so. Raises UnreadableFileError for broken UTF-16.
    """
    chunk = stream.read(chunk_bytes)
    encoding, mark = _encoding_of(chunk)
    chunk = chunk[mark:]
    if encoding != "utf-8":
        yield from _unicode(chunk, encoding, stream, chunk_bytes)
        return
    decoder = _Lenient()
    while chunk:
        yield decoder.decode(chunk)
        chunk = stream.read(chunk_bytes)
    yield decoder.decode(b"", final=True)


class _Lenient:
    """Decodes UTF-8; from the first byte that is none on, an older encoding."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")()
        self._beyond_ascii = self._guessed = False

    def decode(self, data: bytes, *, final: bool = False) -> str:
        """Return the text of ``data``."""
        pending = b"" if self._guessed else self._decoder.getstate()[0]
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            return self._give_up(pending + data, error.start, final=final)
        self._beyond_ascii = self._beyond_ascii or not text.isascii()
        return text

    def _give_up(self, data: bytes, sound: int, *, final: bool) -> str:
        """Go on in the likeliest encoding; in damaged UTF-8 replace what is damaged."""
        text = data[:sound].decode()
        if self._beyond_ascii or not text.isascii():
            encoding = "utf-8"
        else:
            encoding = "cp1251" if _looks_cyrillic(data[sound:]) else "cp1252"
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._guessed = True
        return text + self._decoder.decode(data[sound:], final)


def _looks_cyrillic(data: bytes) -> bool:
    """Tell words of Cyrillic letters from Latin words with a letter here and there beyond ASCII."""
    inside = sum(map(len, _RUNS.findall(data)))
    return inside > len(_HIGH.findall(data)) / 2


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
