"""A JSON array of objects, read in chunks and decoded into typed rows.

The fast way cuts the buffer at its last brace and decodes everything before it in one call. When
that fails, for a row with a wrong value, a nested object or a brace in a name, the slow way finds
the objects one by one. Memory is bounded by a chunk and the longest row.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from musaic.listening.history.errors import Unreadable, UnreadableFileError

MAX_ROW_BYTES = 1024 * 1024
_SPACE = b" \t\r\n"
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|["{}\[\]]', re.DOTALL)

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


def read_rows(chunks: Iterable[bytes], row_type: type[R]) -> Iterator[list[R | BadRow]]:
    """Yield the array's rows in order, some thousands at a time.

    Raises UnreadableFileError for text that is no JSON array of objects, or ends too early.
    """
    reader = _Reader(row_type)
    for chunk in chunks:
        yield reader.feed(chunk)
    reader.finish()


class _Reader(Generic[R]):
    def __init__(self, row_type: type[R]) -> None:
        # strict=False: exports write numbers as text now and then
        self._many = msgspec.json.Decoder(list[row_type], strict=False)  # type: ignore[valid-type]
        self._one = msgspec.json.Decoder(row_type, strict=False)
        self._buffer = b""
        self._begun = self._ended = False
        self._rows = 0

    def feed(self, chunk: bytes) -> list[R | BadRow]:
        """Return the rows that are complete now."""
        self._buffer = (self._buffer + chunk).lstrip(_SPACE)
        if not self._begun and self._buffer:
            if not self._buffer.startswith(b"["):
                raise self._malformed()
            self._begun, self._buffer = True, self._buffer[1:]
        rows = self._decode()
        self._rows += len(rows)
        if len(self._buffer) > MAX_ROW_BYTES:
            raise self._malformed()
        return rows

    def finish(self) -> None:
        """Raise unless the array has ended and nothing follows."""
        if not self._begun:
            raise UnreadableFileError(Unreadable.EMPTY)
        if not self._ended:
            self._end_array(self._buffer)
        if not self._ended and not self._buffer.strip(_SPACE).startswith((b"{", b",")) and self._buffer:
            raise self._malformed()
        if not self._ended:
            raise UnreadableFileError(Unreadable.TRUNCATED, row=self._rows)

    def _decode(self) -> list[R | BadRow]:
        if self._ended:
            if self._buffer.strip(_SPACE):
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
            if text[1:].strip(_SPACE):
                raise self._malformed()
            self._ended, self._buffer = True, b""

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
