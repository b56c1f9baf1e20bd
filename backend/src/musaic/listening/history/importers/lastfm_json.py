"""Last.fm's scrobbles as pages of its API's replies: ``recenttracks-<user>-<n>.json``.

An array of pages ``{"track": [...]}``. ``uts`` is text; the row of a song that is playing has no
date; empty MBIDs are empty texts. Pictures and addresses are left alone.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows
from musaic.listening.history.reading.values import mbid, some

# A page of 1,000 tracks with their pictures
MAX_PAGE_BYTES = 8 * 1024 * 1024
_START = re.compile(rb'\s*\[\s*\{\s*"(track|@attr)"\s*:\s*[\[{]')
_EMPTY_TRACK = re.compile(rb'\s*\[\s*\{\s*"track"\s*:\s*\[\s*\]')


class _Named(msgspec.Struct, gc=False):
    text: str = msgspec.field(default="", name="#text")
    name: str = ""
    mbid: str = ""


class _Date(msgspec.Struct, gc=False):
    uts: int


class _Track(msgspec.Struct, gc=False):
    name: str = ""
    artist: _Named | str | None = None
    album: _Named | str | None = None
    mbid: str | None = None
    date: _Date | None = None


class _Page(msgspec.Struct):
    track: list[msgspec.Raw]


class LastfmJson(Importer):
    """The pages."""

    name = "lastfm_json"
    source = "lastfm"

    def recognises(self, head: Head) -> bool:
        """Tell by the beginning of the first page."""
        return _START.match(head.text) is not None and (
            b'"artist"' in head.text or _EMPTY_TRACK.match(head.text) is not None
        )

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows, a page at a time."""
        decoder = msgspec.json.Decoder(_Track, strict=False)
        with file.open() as stream:
            for pages in read_rows(utf8_chunks(stream), _Page, MAX_PAGE_BYTES):
                for page in pages:
                    if isinstance(page, BadRow):
                        yield [Passed("rejected", "bad_value", page.detail)]
                    else:
                        yield [_listen(text, decoder) for text in page.track]


def _listen(text: msgspec.Raw, decoder: "msgspec.json.Decoder[_Track]") -> Play | Passed:
    try:
        track = decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Passed("rejected", "bad_value", str(error))
    if track.date is None:
        return Passed("skipped", "now_playing", track.name)
    try:
        began = datetime.fromtimestamp(track.date.uts, UTC)
    except (OverflowError, ValueError, OSError):
        return Passed("rejected", "bad_time", str(track.date.uts))
    return Play(
        _name(track.artist),
        track.name,
        some(_name(track.album)),
        None,
        began,
        recording_mbid=mbid(track.mbid),
    )


def _name(value: _Named | str | None) -> str:
    if isinstance(value, _Named):
        return value.text or value.name
    return value or ""


IMPORTER = LastfmJson()
