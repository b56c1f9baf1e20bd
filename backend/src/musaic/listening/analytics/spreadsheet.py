"""Any chart as CSV: its items as a table, or its figures one a row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from musaic.platform.schemas import Output

# A download is the whole list, as far as anybody reads; a page on the screen is short.
CSV_ROWS = 10_000


def as_csv(chart: Output) -> bytes:
    """Return ``chart`` as CSV (RFC 4180, UTF-8).

    A chart with ``items`` is a table of them, one column for each figure; any other is two columns,
    ``figure`` and ``value``, the names of inner figures joined by dots.
    """
    plain = chart.model_dump(mode="json")
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    items = plain.get("items")
    if isinstance(items, list):
        rows = [dict(_flat(item)) for item in items]
        columns = list(rows[0]) if rows else _columns(chart)
        writer.writerow(columns)
        writer.writerows([_safe(row.get(column)) for column in columns] for row in rows)
    else:
        writer.writerow(["figure", "value"])
        writer.writerows([name, _safe(value)] for name, value in _flat(plain))
    return buffer.getvalue().encode()


def _columns(chart: Output) -> list[str]:
    """Return the columns of an empty table."""
    annotation = type(chart).model_fields["items"].annotation
    [item] = getattr(annotation, "__args__", (None,))
    return list(getattr(item, "model_fields", {}))


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        parts: Any = value.items()
    elif isinstance(value, list):
        parts = enumerate(value, 1)
    else:
        yield name, value
        return
    for key, inner in parts:
        yield from _flat(inner, f"{name}.{key}" if name else str(key))


def _safe(value: object) -> object:
    """Keep spreadsheets from running a name that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
