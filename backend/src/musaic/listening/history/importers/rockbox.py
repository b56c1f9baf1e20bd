"""Players' scrobbler log (Rockbox and others): ``.scrobbler.log``.

Comment lines, then tab-separated artist, album, title, track number, length in seconds, rating,
time and MusicBrainz id. Rating ``L`` is listened, ``S`` skipped. Under ``#TZ/UNKNOWN`` a time is the
player's own clock written as if it were UTC: it is read again in the user's zone. Rockbox's plugin
of 2022 names its columns (``#ARTIST``, ``#ALBUM`` …) and writes when a song ended; before that it was
when it began.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from musaic.listening.history.ports import UNKNOWN_ARTIST, Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.csv_rows import batches
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.lines import read_lines_of
from musaic.listening.history.reading.values import known_length, mbid, some

_MARK = "#AUDIOSCROBBLER/"
_UTC = "#TZ/UTC"
_CLIENT = "#CLIENT/"
_COLUMN_NAMES = "#ARTIST\t#ALBUM\t"
_MIN_COLUMNS, _COLUMNS = 7, 8
_UNTAGGED = "<untagged>"
_SECOND_MS = 1000


class Rockbox(Importer):
    """The log."""

    name = "rockbox"
    source = "rockbox"

    def recognises(self, head: Head) -> bool:
        """Tell by the first comment."""
        return bool(head.lines) and head.lines[0].startswith(_MARK)

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell by the comments."""
        return _UTC not in (line.strip().upper() for line in head.lines[:10])

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the rows."""
        with file.open() as stream:
            yield from batches(_Log(given).plays(read_lines_of(text_chunks(stream))))


class _Log:
    """What the comments say holds for the rows below them; logs are often joined."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._is_utc = False
        self._client: str | None = None
        self._says_ends = False

    def plays(self, lines: Iterator[str]) -> Iterator[Play | Passed]:
        """Yield the rows."""
        for line in lines:
            # Names of artists may begin with the sign of a comment, too.
            if line.startswith(_COLUMN_NAMES):
                self._says_ends = True
            elif line.startswith("#") and "\t" not in line:
                self._note(line.strip())
            elif line.strip():
                yield self._play(line)

    def _note(self, comment: str) -> None:
        if comment.startswith(_MARK):
            self._says_ends = False
        elif comment.startswith("#TZ/"):
            self._is_utc = comment.upper() == _UTC
        elif comment.startswith(_CLIENT):
            self._client = some(comment.removeprefix(_CLIENT).partition("$")[0])

    def _play(self, line: str) -> Play | Passed:
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) < _MIN_COLUMNS:
            return Passed("rejected", "bad_row", f"{len(fields)} columns instead of {_COLUMNS}")
        artist, album, title, _, length, rating, stamp = fields[:_MIN_COLUMNS]
        stamped = self._moment(stamp)
        if stamped is None:
            return Passed("rejected", "bad_time", stamp)
        if rating not in {"L", "S"}:
            return Passed("rejected", "bad_value", f"rating {rating}")
        length_ms = known_length(length, _SECOND_MS)
        # How much was heard of what was skipped is not said.
        is_end = self._says_ends and rating == "L"
        return Play(
            UNKNOWN_ARTIST if artist.casefold() == _UNTAGGED else artist,
            title,
            None if album.casefold() == _UNTAGGED else some(album),
            None,
            stamped - timedelta(milliseconds=length_ms or 0) if is_end else stamped,
            skipped=rating == "S",
            client=self._client,
            recording_mbid=mbid(fields[_MIN_COLUMNS]) if len(fields) > _MIN_COLUMNS else None,
            length_ms=length_ms,
        )

    def _moment(self, stamp: str) -> datetime | None:
        try:
            clock = datetime.fromtimestamp(int(stamp), UTC)
        except (ValueError, OverflowError, OSError):
            return None
        return clock if self._is_utc else clock.replace(tzinfo=self._given.zone)


IMPORTER = Rockbox()
