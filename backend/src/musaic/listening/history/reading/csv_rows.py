"""Tables of separated values, row by row; no row is larger than a megabyte.

Columns are found by their names, because exports of one service differ in order and number.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.reading.json_rows import MAX_ROW_BYTES, BadRow

BATCH_ROWS = 2_000
_MAX_COLUMNS = 10_000
# The module's own limit of 131,072 is for a field; a row is limited here instead.
csv.field_size_limit(MAX_ROW_BYTES)

T = TypeVar("T")


def folded(name: str) -> str:
    """Return a column's name as it is compared: quotes, spaces, case and apostrophes do not matter."""
    return " ".join(name.replace("\u2019", "'").strip(' \t\ufeff"').casefold().split())


def split_line(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line that is known to be a whole row."""
    return next(csv.reader([line], delimiter=delimiter), []) if line else []


def batches(entries: Iterable[T], size: int = BATCH_ROWS) -> Iterator[list[T]]:
    """Yield ``entries`` in lists of at most ``size``."""
    iterator = iter(entries)
    while batch := list(islice(iterator, size)):
        yield batch


class Columns:
    """Where the columns of a table are, by name."""

    def __init__(self, header: Sequence[str]) -> None:
        self._at = {folded(name): at for at, name in reversed(list(enumerate(header)))}

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a column."""
        return folded(name) in self._at

    def index(self, *names: str) -> int:
        """Return where the first of ``names`` that exists is; -1 when none does."""
        return next((self._at[name] for name in map(folded, names) if name in self._at), -1)


def cell(row: Sequence[str], at: int) -> str:
    """Return the text of a cell, trimmed; empty where the row is too short or the column absent."""
    return row[at].strip() if 0 <= at < len(row) else ""


def read_csv(chunks: Iterable[str], delimiter: str = ",") -> Iterator[list[str] | BadRow]:
    """Yield every row that is not blank, its header included.

    Raises UnreadableFileError for a row over a megabyte, and for an end within quotes.
    """
    lines = _Lines(chunks)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        lines.begin_row(number)
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if lines.ended:
                raise UnreadableFileError(Unreadable.TRUNCATED, row=number) from error
            number += 1
            yield BadRow(str(error))
            continue
        if not row:
            continue
        number += 1
        if len(row) > _MAX_COLUMNS:
            raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=number)
        yield row


class _Lines:
    """The lines of chunks of text, for a reader that may join many to a row."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._newlines = io.IncrementalNewlineDecoder(None, translate=True)
        self._ready: Iterator[str] = iter(())
        self._rest = ""
        self._row = self._row_length = 0
        self.ended = False

    def begin_row(self, row: int) -> None:
        """Note that the reader begins the row after ``row``."""
        self._row, self._row_length = row, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._ready, None)
        while line is None:
            line = self._more()
        self._row_length += len(line)
        if self._row_length > MAX_ROW_BYTES:
            raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=self._row + 1)
        return line

    def _more(self) -> str | None:
        chunk = next(self._chunks, None)
        if chunk is None:
            if self.ended:
                raise StopIteration
            self.ended = True
            self._rest += self._newlines.decode("", final=True)
            self._rest, last = "", self._rest
            return last or None
        lines = (self._rest + self._newlines.decode(chunk)).split("\n")
        self._rest = lines.pop()
        if len(self._rest) > MAX_ROW_BYTES:
            raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=self._row + 1)
        self._ready = (f"{line}\n" for line in lines)
        return next(self._ready, None)
