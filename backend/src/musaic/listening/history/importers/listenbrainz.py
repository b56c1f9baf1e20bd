"""ListenBrainz's export: ``listens/<year>/<month>.jsonl`` in a zip, or one such file.

``listened_at`` is in seconds since 1970 and may have a fraction. The ids that the client sent win over
those that ListenBrainz found by the names. Never read: the user's name, addresses.
"""

from collections.abc import Iterator

from musaic.listening.history.dialects.listenbrainz import Listen, is_listen, play_of
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import read_lines


class ListenBrainz(Importer):
    """A listen on each line."""

    name = "listenbrainz"
    source = "listenbrainz"

    def recognises(self, head: Head) -> bool:
        """Tell by the keys of the first line."""
        return head.line is not None and is_listen(head.line)

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:  # noqa: ARG002  times are UTC
        """Yield the rows."""
        with file.open() as stream:
            for rows in read_lines(utf8_chunks(stream), Listen):
                yield [play_of(row) for row in rows]


IMPORTER = ListenBrainz()
