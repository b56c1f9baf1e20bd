"""What a page of listens looks like in each format. Nothing is kept between pages but a week of names."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

import orjson

from musaic.listening.keeping.public import Kept

Row = Mapping[str, Any]
VERSION = 1
# The widest that a source's stamp and the beginning of the song can lie apart.
_WEEK = timedelta(days=8)
_COLUMNS = (
    "at",
    "artist",
    "title",
    "album",
    "ms_played",
    "counts",
    "repeat",
    "excluded",
    "reason_start",
    "reason_end",
    "skipped",
    "shuffle",
    "offline",
    "offline_at",
    "platform",
    "country",
    "source",
    "item",
    "recording_mbid",
    "isrc",
    "client",
    "length_ms",
    "genres",
    "year",
)


class Format(Protocol):
    """Writes a history piece by piece: ``begin``, pages in order, ``end``."""

    media_type: str
    extension: str

    def begin(self) -> bytes:
        """Return what stands before the first row."""

    def keep(self, kept: Iterable[Kept]) -> bytes:
        """Return what the account holds beside its listens, where the format has a place for it."""
        del kept
        return b""

    def page(self, rows: Iterable[Row]) -> bytes:
        """Return these rows."""

    def end(self) -> bytes:
        """Return what stands after the last row."""


class MusaicFormat(Format):
    """A JSON array of flat objects, one a line; what is unknown is left out."""

    media_type = "application/json"
    extension = "json"

    def __init__(self) -> None:
        self._first = True
        # (moment, song) -> the stamp of the last listen that had them
        self._recent: dict[tuple[datetime, str], datetime] = {}

    def begin(self) -> bytes:
        """Open the array."""
        return b"["

    def keep(self, kept: Iterable[Kept]) -> bytes:
        """Return switches, rules, life events and opinions, each on a line of its own."""
        return b"".join(
            self._line({"musaic": VERSION, "kept": each.sort, "value": dict(each.value)}) for each in kept
        )

    def page(self, rows: Iterable[Row]) -> bytes:
        """Return the rows, each on a line of its own."""
        lines = []
        for row in rows:
            plain = {name: row[name] for name in _COLUMNS if row[name] is not None and row[name] is not False}
            plain |= {"musaic": VERSION, "counts": row["counts"], "item": self._item(row)}
            plain |= {name: row[name] for name in ("skipped", "shuffle", "offline") if row[name] is not None}
            lines.append(self._line(plain))
        return b"".join(lines)

    def _line(self, plain: dict[str, Any]) -> bytes:
        before = b"\n" if self._first else b",\n"
        self._first = False
        return before + orjson.dumps(plain)

    def _item(self, row: Row) -> str | None:
        """Tell listens of one song at one moment apart: by moment and item an import knows its rows."""
        item: str | None = row["item"]
        song = item or f"{row['artist']}\0{row['title']}"
        stamp = row["stamped_at"]
        key, number = (row["at"], song), 2
        if key not in self._recent:
            self._forget(stamp)
            self._recent[key] = stamp
            return item
        while (row["at"], f"{song}#{number}") in self._recent:
            number += 1
        self._recent[row["at"], f"{song}#{number}"] = stamp
        return f"{item or ''}#{number}"

    def _forget(self, stamp: datetime) -> None:
        while self._recent:
            oldest = next(iter(self._recent))
            if self._recent[oldest] >= stamp - 2 * _WEEK:
                return
            del self._recent[oldest]

    def end(self) -> bytes:
        """Close the array."""
        return b"\n]\n"


class ListenBrainzFormat(Format):
    """ListenBrainz's JSON lines; only what counts as a listen there, repeats and exclusions left out."""

    media_type = "application/x-ndjson"
    extension = "jsonl"

    def begin(self) -> bytes:
        """Lines need nothing before them."""
        return b""

    def page(self, rows: Iterable[Row]) -> bytes:
        """Return a line for each play."""
        return b"".join(
            orjson.dumps(_listen(row)) + b"\n"
            for row in rows
            if row["counts"] and not row["repeat"] and not row["excluded"]
        )

    def end(self) -> bytes:
        """Lines need nothing after them."""
        return b""


def _listen(row: Row) -> dict[str, Any]:
    further = {
        "submission_client": "Musaic",
        "media_player": row["client"],
        "duration_played": None if row["ms_played"] is None else row["ms_played"] // 1000,
        "duration_ms": row["length_ms"],
        "recording_mbid": row["recording_mbid"],
        "isrc": row["isrc"],
        "tags": row["genres"],
    }
    track = {
        "artist_name": row["artist"],
        "track_name": row["title"],
        "release_name": row["album"],
        "additional_info": {name: value for name, value in further.items() if value is not None},
    }
    return {
        "listened_at": int(row["at"].timestamp()),
        "track_metadata": {name: value for name, value in track.items() if value is not None},
    }


class CsvFormat(Format):
    """RFC 4180, UTF-8, a header; every listen with every fact."""

    media_type = "text/csv; charset=utf-8"
    extension = "csv"

    def begin(self) -> bytes:
        """Return the header."""
        return (",".join(_COLUMNS) + "\r\n").encode()

    def page(self, rows: Iterable[Row]) -> bytes:
        """Return a line for each listen."""
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_safe(row[column]) for column in _COLUMNS] for row in rows)
        return buffer.getvalue().encode()

    def end(self) -> bytes:
        """A table needs nothing after it."""
        return b""


def _safe(value: object) -> object:
    """Keep spreadsheets from running a name that begins like a formula."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        value = "; ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value


FORMATS: dict[str, type[MusaicFormat | ListenBrainzFormat | CsvFormat]] = {
    "musaic": MusaicFormat,
    "listenbrainz": ListenBrainzFormat,
    "csv": CsvFormat,
}
