"""ListenBrainz's export of old: ``<user>_lb-YYYY-MM-DD.json``, one array of listens."""

from collections.abc import Iterator

from musaic.listening.history.dialects.listenbrainz import Listen, is_listen, play_of
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import read_rows


class ListenBrainzJson(Importer):
    """One array."""

    name = "listenbrainz_json"
    source = "listenbrainz"

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first row."""
        return head.first is not None and is_listen(head.first)

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_rows(utf8_chunks(stream), Listen):
                yield [play_of(row) for row in rows]


IMPORTER = ListenBrainzJson()
