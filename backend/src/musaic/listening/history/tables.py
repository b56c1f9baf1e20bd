"""Any table of plays: what its columns are called, and whether a mapping fits it."""

from collections.abc import Sequence
from hashlib import sha256

from musaic.listening.history.ports import ColumnMap, Head
from musaic.listening.history.reading.csv_rows import folded, split_line

DELIMITERS = ",;\t|"
_MIN_COLUMNS = 2


def delimiter_of(head: Head) -> str | None:
    """Return the delimiter that divides the first line most; None when the file is no table."""
    line = first_row(head)
    best = max(DELIMITERS, key=line.count)
    return best if line.count(best) >= _MIN_COLUMNS - 1 else None


def first_row(head: Head) -> str:
    """Return the first line that is not blank."""
    if head.text.lstrip().startswith((b"[", b"{", b"<", b"PK")) or b"\0" in head.text:
        return ""
    return next((line for line in head.lines if line.strip()), "")


def column_names(head: Head, delimiter: str, *, header: bool = True) -> list[str]:
    """Return the names of the columns as written; 1, 2, 3, … for a table without a header."""
    fields = split_line(first_row(head), delimiter)
    return [name.strip(" \ufeff") for name in fields] if header else [str(n + 1) for n in range(len(fields))]


def fits(mapping: ColumnMap, head: Head) -> bool:
    """Tell whether the table has every column of ``mapping``."""
    names = {folded(name) for name in column_names(head, mapping.delimiter, header=mapping.header)}
    return {folded(name) for name in mapping.columns} <= names


def signature(names: Sequence[str], delimiter: str) -> str:
    """Return what tables with these columns are remembered by, in whatever order they stand."""
    return sha256("\n".join([delimiter, *sorted(map(folded, names))]).encode()).hexdigest()


def own_signature(head: Head) -> str | None:
    """Return the signature of a table as it is shown to the user; None when the file is no table."""
    delimiter = delimiter_of(head)
    return None if delimiter is None else signature(column_names(head, delimiter), delimiter)


def table_signature(head: Head, mapping: ColumnMap) -> str:
    """Return the signature of a table that is read by ``mapping``."""
    # With a header or without, what the first row holds is what a table is known by.
    return signature(column_names(head, mapping.delimiter), mapping.delimiter)


def sample_rows(head: Head, delimiter: str, count: int) -> list[list[str]]:
    """Return the first rows, its header included, each on one line."""
    lines = [line for line in head.lines[: count + 1] if line.strip()]
    return [split_line(line, delimiter) for line in lines[:count]]
