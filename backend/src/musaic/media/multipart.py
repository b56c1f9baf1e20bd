"""A multipart form whose one file is streamed on, not spooled.

Starlette's form parser would write a large file to a temporary file before a route sees it, so
that every byte is written twice.
"""

from collections import deque
from collections.abc import AsyncIterator
from enum import Enum

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from musaic.media.errors import BadMultipart

FILE_FIELD = "file"
_MAX_FIELDS = 20
_MAX_FIELD_BYTES = 16 * 1024
_MAX_FIELD_NAME = 100


class _Mark(Enum):
    HEADERS = 1
    DATA = 2
    END = 3


class FormStream:
    """Reads a form: ``await open()`` for the file's name, ``chunks()`` for its bytes, then ``fields``.

    ``fields`` holds the text fields before the file, and after ``chunks()`` also those behind it.
    Raises BadMultipart for anything that is no form with exactly one file in the field ``file``.
    """

    def __init__(self, stream: AsyncIterator[bytes], content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise BadMultipart
        self._stream = stream
        self._fields: dict[str, bytearray] = {}
        self._events: deque[tuple[_Mark, bytes]] = deque()
        self._header_name = b""
        self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._field: str | None = None
        self._ended = False
        try:
            self._parser = MultipartParser(boundary, self._callbacks())  # type: ignore[arg-type]
        except FormParserError as error:
            raise BadMultipart from error

    @property
    def fields(self) -> dict[str, str]:
        """The text fields read so far."""
        return {name: value.decode("utf-8", "replace") for name, value in self._fields.items()}

    async def open(self) -> str | None:
        """Read up to the file; return the name the client gave it."""
        async for mark, data in self._parsed():
            if mark is _Mark.HEADERS:
                is_file, filename = self._begin_part(data)
                if is_file:
                    return filename
            elif mark is _Mark.DATA:
                self._add_to_field(data)
        raise BadMultipart

    async def chunks(self) -> AsyncIterator[bytes]:
        """Stream the file, then read the rest of the form."""
        in_file = True
        async for mark, data in self._parsed():
            if mark is _Mark.END:
                in_file = False
            elif mark is _Mark.DATA and in_file:
                yield data
            elif mark is _Mark.DATA:
                self._add_to_field(data)
            elif self._begin_part(data)[0]:
                message = "Send one file at a time."
                raise BadMultipart(message)
        if not self._ended:
            message = "The form ends too early. Send the whole file again."
            raise BadMultipart(message)

    async def _parsed(self) -> AsyncIterator[tuple[_Mark, bytes]]:
        while True:
            while self._events:
                yield self._events.popleft()
            chunk = await anext(self._stream, None)
            if chunk is None:
                return
            try:
                self._parser.write(chunk)
            except FormParserError as error:
                raise BadMultipart from error

    def _begin_part(self, disposition: bytes) -> tuple[bool, str | None]:
        _, options = parse_options_header(disposition)
        name = options.get(b"name", b"").decode("utf-8", "replace")
        filename = options.get(b"filename")
        if name == FILE_FIELD:
            return True, filename.decode("utf-8", "replace") if filename is not None else None
        if (
            not name
            or len(name) > _MAX_FIELD_NAME
            or filename is not None
            or len(self._fields) >= _MAX_FIELDS
        ):
            raise BadMultipart
        self._field = name
        self._fields[name] = bytearray()
        return False, None

    def _add_to_field(self, data: bytes) -> None:
        if self._field is None:
            raise BadMultipart
        self._fields[self._field] += data
        if len(self._fields[self._field]) > _MAX_FIELD_BYTES:
            raise BadMultipart

    def _callbacks(self) -> dict[str, object]:
        def begin() -> None:
            self._headers = {}

        def name(data: bytes, start: int, end: int) -> None:
            self._header_name += data[start:end]

        def value(data: bytes, start: int, end: int) -> None:
            self._header_value += data[start:end]

        def header_end() -> None:
            self._headers[self._header_name.lower()] = self._header_value
            self._header_name = self._header_value = b""

        def headers_end() -> None:
            self._events.append((_Mark.HEADERS, self._headers.get(b"content-disposition", b"")))

        return {
            "on_part_begin": begin,
            "on_header_field": name,
            "on_header_value": value,
            "on_header_end": header_end,
            "on_headers_finished": headers_end,
            "on_part_data": lambda data, start, end: self._events.append((_Mark.DATA, data[start:end])),
            "on_part_end": lambda: self._events.append((_Mark.END, b"")),
            "on_end": self._finish,
        }

    def _finish(self) -> None:
        self._ended = True
