"""JSON rows, read in chunks and decoded: an array of objects, one within an object, or a row a line.

The fast way cuts the buffer at its last brace and decodes everything before it in one call. When
that fails, for a row with a wrong value, a nested object or a brace in a name, the slow way finds
the objects one by one. Memory is bounded by a chunk and the longest row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec

from musaic.listening.history.errors import Unreadable, UnreadableFileError

MAX_ROW_BYTES = 1024 * 1024
_SPACE = b" \t\r\n"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|["{}\[\]]', re.DOTALL)

_NO_JSON = "no JSON object"
_CUT = "Input data was truncated"

R = TypeVar("R")


@dataclass(frozen=True)
class BadRow:
    """An object of the array that is not a row; ``detail`` says which key."""

    detail: str


def first_object(head: bytes) -> dict[str, Any] | None:
    """Return the first object of the array that begins in ``head``, if it is complete there."""
    body = head.lstrip(_SPACE)
    if not body.startswith(b"["):
        return None
    objects, _, _ = _split(body[1:])
    try:
        first = msgspec.json.decode(objects[0]) if objects else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return first if isinstance(first, dict) else None


def first_line(head: bytes) -> dict[str, Any] | None:
    """Return the object that is the whole first line of ``head``, if it is one."""
    line = head.lstrip(_SPACE).partition(b"\n")[0]
    if not line.startswith(b"{"):
        return None
    try:
        first = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return first if isinstance(first, dict) else None


def read_rows(
    chunks: Iterable[bytes], row_type: type[R], max_row_bytes: int = MAX_ROW_BYTES
) -> Iterator[list[R | BadRow]]:
    """Yield the array's rows in order, some thousands at a time.

    Raises UnreadableFileError for text that is no JSON array of objects, or ends too early.
    """
    reader = _Reader(row_type, max_row_bytes)
    for chunk in chunks:
        yield reader.feed(chunk)
    reader.finish()


def read_member(chunks: Iterable[bytes], row_type: type[R], name: str) -> Iterator[list[R | BadRow]]:
    """Yield the rows of the array that is the member ``name`` of the object that the file is.

    Raises UnreadableFileError for text that is no such object, or ends too early.
    """
    pieces = iter(chunks)
    reader = _Reader(row_type, MAX_ROW_BYTES, in_object=True)
    before, found = b"", None
    while found is None:
        chunk = next(pieces, None)
        if chunk is None:
            raise UnreadableFileError(Unreadable.TRUNCATED if before.strip(_SPACE) else Unreadable.EMPTY)
        before += chunk
        found = _array_start(before, name)
        if found is None and len(before) > MAX_ROW_BYTES:
            raise UnreadableFileError(Unreadable.MALFORMED, row=0)
    yield reader.feed(before[found:])
    for chunk in pieces:
        yield reader.feed(chunk)
    reader.finish()


def read_lines(chunks: Iterable[bytes], row_type: type[R]) -> Iterator[list[R | BadRow]]:
    """Yield the rows of a file with an object on each line; a line that is none is a BadRow.

    Raises UnreadableFileError for a line over a megabyte, and for a cut last line.
    """
    decoder = msgspec.json.Decoder(row_type, strict=False)
    rest, count = b"", 0
    for chunk in chunks:
        whole, newline, rest = (rest + chunk).rpartition(b"\n")
        if len(rest) > MAX_ROW_BYTES:
            raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=count + 1)
        if newline:
            rows = _decode_lines(whole, decoder)
            count += len(rows)
            yield rows
    if rest.strip(_SPACE):
        last = _decode_lines(rest, decoder)
        if isinstance(last[0], BadRow) and last[0].detail == _NO_JSON:
            raise UnreadableFileError(Unreadable.TRUNCATED, row=count)
        yield last


def _decode_lines(text: bytes, decoder: "msgspec.json.Decoder[R]") -> list[R | BadRow]:
    try:
        return list(decoder.decode_lines(text))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        lines = (line for line in text.splitlines() if line.strip(_SPACE))
        return list(map(partial(_decode_line, decoder=decoder), lines))


def _decode_line(line: bytes, decoder: "msgspec.json.Decoder[R]") -> R | BadRow:
    if len(line) > MAX_ROW_BYTES:
        return BadRow("more than a megabyte")
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as error:
        return BadRow(str(error))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return BadRow(_NO_JSON)


def _array_start(text: bytes, name: str) -> int | None:
    """Return where the array begins that is the member ``name`` of the object in ``text``."""
    depth, key = 0, b'"%s"' % name.encode()
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in {b"{", b"["}:
            depth += 1
        elif mark in {b"}", b"]"}:
            depth -= 1
        elif mark == key and depth == 1:
            value = text[token.end() :].lstrip(_SPACE)
            if value.startswith(b":") and value[1:].lstrip(_SPACE).startswith(b"["):
                return text.index(b"[", token.end())
    return None


class _Reader(Generic[R]):
    def __init__(self, row_type: type[R], max_row_bytes: int, *, in_object: bool = False) -> None:
        # strict=False: exports write numbers as text now and then
        self._many = msgspec.json.Decoder(list[row_type], strict=False)  # type: ignore[valid-type]
        self._one = msgspec.json.Decoder(row_type, strict=False)
        self._buffer = b""
        self._begun = self._ended = False
        self._rows = 0
        self._max_row_bytes = max_row_bytes
        # What follows the array closes the object that it is in.
        self._in_object = in_object

    def feed(self, chunk: bytes) -> list[R | BadRow]:
        """Return the rows that are complete now."""
        self._buffer = (self._buffer + chunk).lstrip(_SPACE)
        if not self._begun and self._buffer:
            if not self._buffer.startswith(b"["):
                raise self._malformed()
            self._begun, self._buffer = True, self._buffer[1:]
        rows = self._decode()
        self._rows += len(rows)
        if len(self._buffer) > self._max_row_bytes:
            raise self._malformed()
        return rows

    def finish(self) -> None:
        """Raise unless the array has ended and nothing follows."""
        if not self._begun:
            raise UnreadableFileError(Unreadable.EMPTY)
        if not self._ended:
            self._end_array(self._buffer)
        if self._ended and self._in_object:
            self._close_object()
        if not self._ended and not self._buffer.strip(_SPACE).startswith((b"{", b",")) and self._buffer:
            raise self._malformed()
        if not self._ended:
            raise UnreadableFileError(Unreadable.TRUNCATED, row=self._rows)

    def _decode(self) -> list[R | BadRow]:
        if self._ended:
            if self._buffer.strip(_SPACE) and not self._in_object:
                raise self._malformed()
            return []
        cut = self._buffer.rfind(b"}") + 1
        if not cut:
            return []
        body = self._buffer[:cut]
        if self._rows:
            body = self._without_comma(body)
        try:
            rows: list[R | BadRow] = self._many.decode(b"[" + body + b"]")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._decode_slowly()
        self._buffer = self._buffer[cut:]
        return rows

    def _decode_slowly(self) -> list[R | BadRow]:
        body = self._without_comma(self._buffer) if self._rows else self._buffer
        objects, rest, sound = _split(body)
        rows = [self._decode_one(text, number) for number, text in enumerate(objects, self._rows + 1)]
        if not sound:
            raise self._malformed(self._rows + len(rows))
        self._buffer = rest
        self._end_array(rest)
        return rows

    def _decode_one(self, text: bytes, number: int) -> R | BadRow:
        try:
            return self._one.decode(text)
        except msgspec.ValidationError as error:
            return BadRow(str(error))
        except UnicodeDecodeError as error:
            raise UnreadableFileError(Unreadable.WRONG_ENCODING) from error
        except (msgspec.DecodeError, RecursionError) as error:
            raise self._malformed(number - 1) from error

    def _without_comma(self, body: bytes) -> bytes:
        body = body.lstrip(_SPACE)
        return body[1:] if body.startswith(b",") else body

    def _end_array(self, rest: bytes) -> None:
        text = rest.strip(_SPACE)
        if text.startswith(b"]"):
            if text[1:].strip(_SPACE) and not self._in_object:
                raise self._malformed()
            self._ended, self._buffer = True, text[1:]

    def _close_object(self) -> None:
        """Raise unless what follows the array is the rest of an object."""
        try:
            msgspec.json.decode(b'{"":0' + self._buffer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if str(error) == _CUT:
                raise UnreadableFileError(Unreadable.TRUNCATED, row=self._rows) from error
            raise self._malformed() from error

    def _malformed(self, after: int | None = None) -> UnreadableFileError:
        row = self._rows if after is None else after
        return UnreadableFileError(Unreadable.MALFORMED, row=row)


def _split(body: bytes) -> tuple[list[bytes], bytes, bool]:
    """Return the complete top-level objects of ``body``, what follows them, and whether it is sound."""
    objects: list[bytes] = []
    depth = start = end = 0
    for token in _TOKEN.finditer(body):
        mark = token[0]
        if mark in {b"{", b"["}:
            if depth == 0:
                separator = body[end : token.start()].strip(_SPACE)
                if mark != b"{" or separator != (b"," if objects else b""):
                    return objects, body[end:], False
                start = token.start()
            depth += 1
        elif mark in {b"}", b"]"}:
            depth -= 1
            if depth < 0:
                return objects, body[end:], mark == b"]"
            if depth == 0:
                end = token.end()
                objects.append(body[start:end])
        elif mark == b'"':
            break
    return objects, body[end:], True
