"""Musaic's own export: one JSON array with everything that is known of each listen.

A fresh account that imports it shows the same charts. Listens that were hidden as repeats stay out;
those that a rule kept out of the charts come in as no plays, for rules are not exported.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows
from musaic.listening.history.reading.values import genre_list, year

VERSION = 1


class _Row(msgspec.Struct, gc=False):
    musaic: int
    at: datetime
    artist: str
    title: str
    counts: bool
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


class Musaic(Importer):
    """The export of another Musaic, or of another account."""

    name = "musaic"
    source = "musaic"

    def recognises(self, head: Head) -> bool:
        """Tell by the version that each row carries."""
        return head.first is not None and head.first.get("musaic") == VERSION

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), _Row):
                yield [_listen(row) for row in rows]


def _listen(row: _Row | BadRow) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    if row.musaic != VERSION:
        return Passed("rejected", "unknown_version", str(row.musaic))
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
        counts=row.counts and not row.excluded,
        genres=genre_list(row.genres),
        year=year(row.year),
    )


IMPORTER = Musaic()
