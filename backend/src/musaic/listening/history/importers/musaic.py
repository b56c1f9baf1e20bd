"""Musaic's own export: one JSON array with everything that is known of each listen.

A fresh account that imports it shows the same charts. Listens that were hidden as repeats stay out.
Before the listens stand switches, rules, life events and opinions; in files without them, which older
versions wrote, what a rule kept out of the charts comes in as no play.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from musaic.listening.history.ports import Entry, Given, Head, Importer, Kept, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows
from musaic.listening.history.reading.values import genre_list, year

VERSION = 1


class _Row(msgspec.Struct, gc=False):
    musaic: int
    at: datetime | None = None
    artist: str | None = None
    title: str | None = None
    counts: bool = True
    album: str | None = None
    item: str | None = None
    ms_played: int | None = None
    repeat: bool = False
    excluded: bool = False
    reason_start: str | None = None
    reason_end: str | None = None
    skipped: bool | None = None
    shuffle: bool | None = None
    offline: bool | None = None
    offline_at: datetime | None = None
    platform: str | None = None
    country: str | None = None
    recording_mbid: str | None = None
    isrc: str | None = None
    client: str | None = None
    length_ms: int | None = None
    genres: list[str] | None = None
    year: int | None = None
    kept: str | None = None
    value: dict[str, Any] | None = None


class Musaic(Importer):
    """The export of another Musaic, or of another account."""

    name = "musaic"
    source = "musaic"

    def recognises(self, head: Head) -> bool:
        """Tell by the version that each row carries."""
        return head.first is not None and head.first.get("musaic") == VERSION

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Entry]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with_rules = False
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), _Row):
                entries = [_entry(row, with_rules=with_rules) for row in rows]
                if not with_rules and any(isinstance(entry, Kept) for entry in entries):
                    with_rules = True
                    entries = [_entry(row, with_rules=True) for row in rows]
                yield entries


def _entry(row: _Row | BadRow, *, with_rules: bool) -> Entry:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    if row.musaic != VERSION:
        return Passed("rejected", "unknown_version", str(row.musaic))
    if row.kept is not None and row.value is not None:
        return Kept(row.kept, row.value)
    if row.at is None or row.artist is None or row.title is None:
        return Passed("rejected", "bad_value", "at, artist, title")
    if row.repeat:
        return Passed("skipped", "repeat", row.title)
    return Play(
        row.artist,
        row.title,
        row.album,
        row.item,
        row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC),
        row.ms_played,
        row.reason_start,
        row.reason_end,
        row.skipped,
        row.shuffle,
        row.offline,
        row.offline_at,
        platform=row.platform,
        conn_country=row.country,
        recording_mbid=row.recording_mbid,
        isrc=row.isrc,
        client=row.client,
        length_ms=row.length_ms,
        counts=row.counts and (with_rules or not row.excluded),
        genres=genre_list(row.genres),
        year=year(row.year),
    )


IMPORTER = Musaic()
