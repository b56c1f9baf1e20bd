"""Rows of a workbook (xlsx), read as a stream; nothing of it is believed before it is measured.

A workbook is a zip of XML. Its rows are parsed piece by piece, so a sheet of any length costs no
memory; the table of shared texts is kept, within a limit. Document types and entities are refused
(no spreadsheet program writes them), and so are cells beyond the columns that any export has.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO
from xml.parsers import expat

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.reading.archive import (
    MAX_ENTRIES,
    MAX_RATIO,
    RATIO_FROM_BYTES,
    SourceFile,
    check_place,
    spooled,
)

MAX_COLUMNS = 256
MAX_CELL = 32_767
MAX_SHARED_CHARACTERS = 64 * 1024 * 1024
# What Python needs for a text beside its characters
_TEXT_COSTS = 64
_SMALL_BYTES = 1024 * 1024
_CHUNK = 64 * 1024
_COLUMN = re.compile(r"[A-Z]{1,3}")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    KeyError,
    OverflowError,
    RuntimeError,
)


def sheet_names(file: SourceFile) -> list[str]:
    """Return the names of the sheets; empty when ``file`` is no sound workbook."""
    try:
        with _open(file) as book:
            return list(_sheets(book))
    except (UnreadableFileError, *_BROKEN):
        return []


def read_sheet(file: SourceFile, name: str) -> Iterator[list[str]]:
    """Yield the rows of the sheet ``name`` as texts, empty where a cell is.

    Raises UnreadableFileError.
    """
    try:
        with _open(file) as book:
            shared = _shared_texts(book)
            yield from _Rows(shared).read(_parts(book, _sheets(book)[name]))
    except _BROKEN as error:
        raise UnreadableFileError(Unreadable.ARCHIVE_DAMAGED) from error


@contextmanager
def _open(file: SourceFile) -> Iterator[zipfile.ZipFile]:
    with ExitStack() as opened:
        stream = opened.enter_context(file.open())
        if not isinstance(stream, zipfile.ZipExtFile) and hasattr(stream, "seek"):
            whole: IO[bytes] = stream
        else:
            whole = opened.enter_context(spooled(stream))
        book = opened.enter_context(zipfile.ZipFile(whole))
        entries = book.infolist()
        if len(entries) > MAX_ENTRIES:
            raise UnreadableFileError(Unreadable.ARCHIVE_TOO_MANY_FILES)
        for entry in entries:
            check_place(entry)
            if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * max(
                1, entry.compress_size
            ):
                raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)
        yield book


def _parts(book: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    with book.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _sheets(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of each sheet, by the sheet's name."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = (
                target.removeprefix("/") if target[:1] == "/" else f"xl/{target}"
            )

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            key = next((value for name, value in attributes.items() if _local(name) == "id"), "")
            names[attributes.get("name", "")] = key

    for member, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        if book.getinfo(member).file_size > _SMALL_BYTES:
            raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)
        parser = _parser()
        parser.StartElementHandler = lambda tag, attributes, handler=handler: handler(_local(tag), attributes)
        _feed(parser, _parts(book, member))
    return {name: targets[key] for name, key in names.items() if key in targets}


def _shared_texts(book: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells refer to by number."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    table = _SharedTexts()
    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = table.start, table.end
    parser.CharacterDataHandler = table.characters
    _feed(parser, _parts(book, "xl/sharedStrings.xml"))
    return table.texts


class _SharedTexts:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._inside = self._phonetic = False
        self._size = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._pieces = []
        # Hints how to pronounce a text are no part of it.
        self._phonetic = self._phonetic or name == "rPh"
        self._inside = name == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        name = _local(tag)
        self._inside = False
        self._phonetic = self._phonetic and name != "rPh"
        if name != "si":
            return
        self.texts.append("".join(self._pieces)[:MAX_CELL])
        self._size += len(self.texts[-1]) + _TEXT_COSTS
        if self._size > MAX_SHARED_CHARACTERS:
            raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)

    def characters(self, text: str) -> None:
        if self._inside and len(self._pieces) < MAX_CELL:
            self._pieces.append(text[:MAX_CELL])


class _Rows:
    """The rows of one sheet."""

    def __init__(self, shared: list[str]) -> None:
        self._shared = shared
        self._done: list[list[str]] = []
        self._row: list[str] = []
        self._text: list[str] | None = None
        self._kind = ""
        self._column = 0

    def read(self, chunks: Iterator[bytes]) -> Iterator[list[str]]:
        """Yield the rows while the sheet is parsed."""
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        for chunk in chunks:
            _feed(parser, iter((chunk,)), final=False)
            yield from self._done
            self._done.clear()
        _feed(parser, iter(()))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row = []
        elif name == "c":
            self._kind = attributes.get("t", "n")
            self._column = _column_of(attributes.get("r", ""), len(self._row))
            self._text = None
        elif name in {"v", "t"}:
            self._text = self._text or []

    def _characters(self, text: str) -> None:
        if self._text is not None and len(self._text) < MAX_CELL:
            self._text.append(text[:MAX_CELL])

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "c":
            self._row += [""] * (self._column - len(self._row))
            self._row[self._column :] = [self._value()]
            self._text = None
        elif name == "row":
            self._done.append(self._row)

    def _value(self) -> str:
        text = "".join(self._text or ())[:MAX_CELL]
        if self._kind != "s":
            return text
        try:
            number = int(text)
        except ValueError:
            return ""
        return self._shared[number] if 0 <= number < len(self._shared) else ""


def _column_of(reference: str, following: int) -> int:
    """Return the number of a cell's column, from 0; cells without a reference follow one another."""
    letters = _COLUMN.match(reference)
    column = following
    if letters:
        column = 0
        for letter in letters[0]:
            column = column * 26 + ord(letter) - ord("A") + 1
        column -= 1
    if column >= MAX_COLUMNS:
        raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)
    return column


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _parser() -> expat.XMLParserType:
    def refuse(*_: object) -> None:
        raise UnreadableFileError(Unreadable.ARCHIVE_BOMB)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, chunks: Iterator[bytes], *, final: bool = True) -> None:
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003  expat takes it by place
        if final:
            parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise UnreadableFileError(Unreadable.MALFORMED) from error
