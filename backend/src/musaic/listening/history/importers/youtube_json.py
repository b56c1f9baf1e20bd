"""YouTube Music's plays in Google Takeout: ``watch-history.json`` (the name is localised).

Exports up to about 2017 wrap a row: ``{"snippet": {"title", "publishedAt"}}``; these name no channel
and no product, so nothing tells music from other videos. No durations.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from musaic.listening.history.dialects.youtube import SOURCE, Titles, play_of
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import BadRow, read_rows


class _Channel(msgspec.Struct, gc=False):
    name: str = ""


class _Snippet(msgspec.Struct, gc=False):
    title: str = ""
    published: datetime | None = msgspec.field(default=None, name="publishedAt")
    channel: str = msgspec.field(default="", name="channelTitle")


class _Row(msgspec.Struct):
    header: str = ""
    title: str = ""
    address: str = msgspec.field(default="", name="titleUrl")
    subtitles: list[_Channel] | None = None
    time: datetime | None = None
    snippet: _Snippet | None = None


class YoutubeJson(Importer):
    """The watch history as JSON."""

    name = "youtube_json"
    source = SOURCE

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first row; Takeout's other lists have no address of a video."""
        first = head.first or {}
        snippet = first.get("snippet")
        if isinstance(snippet, dict):
            return {"title", "publishedAt"} <= snippet.keys()
        header = first.get("header")
        return isinstance(header, str) and header.startswith("YouTube") and {"title", "time"} <= first.keys()

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        titles = Titles()
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), _Row):
                titles.learn([row.title for row in rows if isinstance(row, _Row)])
                yield [_listen(row, titles) for row in rows]


def _listen(row: _Row | BadRow, titles: Titles) -> Play | Passed:
    if isinstance(row, BadRow):
        return Passed("rejected", "bad_value", row.detail)
    snippet = row.snippet or _Snippet(row.title, row.time)
    if snippet.published is None:
        return Passed("rejected", "bad_time")
    at = snippet.published
    channel = next((each.name for each in row.subtitles or () if each.name), snippet.channel)
    return play_of(
        titles.plain(snippet.title),
        channel,
        row.header,
        row.address,
        at if at.tzinfo else at.replace(tzinfo=UTC),
    )


IMPORTER = YoutubeJson()
