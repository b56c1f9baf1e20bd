"""Rows on their way to the database: files in COPY's text format, so that memory stays small.

A play's names are long and repeat, so a row carries only the number of its spelling; the names
themselves go to a second file, once or (when the cache forgot them) a few times.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from musaic.catalog.public import comparison_key, fits
from musaic.listening.history.ports import Entry, Importer, Kept, Passed, Play
from musaic.listening.history.rules import AHEAD, EARLIEST, LONGEST_MS, is_play
from musaic.listening.history.staged import Choices, StagedFiles, Tally
from musaic.listening.keeping.public import MOST_KEPT
from musaic.platform import clock

# Listed rejects per import; all are counted.
MAX_REJECTS = 50_000
_MAX_DETAIL = 200
# Two generations of spellings are remembered: favourites stay, memory does not grow with the file.
_GENERATION = 30_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# artist, title, album, the source's item; genres and year of the song
_Names = tuple[str, str, str | None, str | None, tuple[str, ...], int | None]
# Keys never hold it: it stands between the genres of a song.
BETWEEN_GENRES = "\x1f"
_NULL = "\\N"
_BOOLS = {None: _NULL, True: "t", False: "f"}
_NO_EXTRAS = "\t".join([_NULL] * 4)


def number_of(*parts: str | None) -> int:
    """Return a stable signed 64-bit number of ``parts``."""
    text = "\0".join([part or "" for part in parts])
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), signed=True)


def _text(value: str | None) -> str:
    """Return ``value`` as COPY takes it."""
    if value is None:
        return _NULL
    if value.isprintable() and "\\" not in value:
        return value
    return value.replace("\0", "").translate(_ESCAPES)


# Of reasons, platforms and countries there are few, and each row has them.
_word = lru_cache(maxsize=4096)(_text)


def passed_over(play: Play, choices: Choices, latest: datetime) -> Passed | None:
    """Return why a play is not wanted or cannot be, whatever it is called."""
    stamp, ms = play.stamped_at, play.ms_played
    if not EARLIEST <= stamp <= latest:
        return Passed("rejected", "impossible_time", stamp.isoformat())
    if ms is not None and not 0 <= ms <= LONGEST_MS:
        return Passed("rejected", "impossible_duration", str(ms))
    if play.incognito and not choices.include_incognito:
        return Passed("skipped", "incognito")
    return None


def unnameable(artist: str, title: str, album: str | None, item: str | None) -> Passed | None:
    """Return why names cannot be kept."""
    if "\0" in f"{artist}{title}{album}{item}":
        return Passed("rejected", "nul_character", title.replace("\0", ""))
    if not artist.strip() or not title.strip():
        return Passed("rejected", "missing_name", (title or artist).strip())
    keys = (comparison_key(artist), comparison_key(title), comparison_key(album or "-"))
    if not all(map(fits, keys)):
        return Passed("rejected", "name_too_long", title)
    return None


class StagingWriter:
    """Writes plays, names and rejects to files in ``folder``."""

    def __init__(self, folder: Path, choices: Choices | None = None) -> None:
        self._choices = choices or Choices()
        self.files = StagedFiles(folder / "rows.copy", folder / "names.copy", folder / "rejects.copy")
        self.tally = Tally()
        self._latest = clock.now() + AHEAD
        # From the hash of the names, which take half of the memory and whose hashes collide no sooner than
        # the numbers of spellings, to the numbers of the spelling and of the source's item, as text.
        self._numbers: dict[int, str | Passed] = {}
        self._older: dict[int, str | Passed] = {}

    def __enter__(self) -> Self:
        """Open the files."""
        self._rows, self._names, self._rejects = (self._open(path) for path in vars(self.files).values())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for file in (self._rows, self._names, self._rejects):
            file.close()

    def _open(self, path: Path) -> TextIO:
        return path.open("w", encoding="utf-8", newline="\n")

    def write(self, entries: Sequence[Entry], importer: Importer, file: str, first_line: int) -> None:
        """Write ``entries``, the rows of ``file`` from ``first_line`` (counted from 1) on."""
        lines: list[str] = []
        for line, entry in enumerate(entries, first_line):
            written = self._play(entry, importer) if isinstance(entry, Play) else entry
            if isinstance(written, str):
                lines.append(written)
            elif isinstance(written, Passed):
                self._pass(written, file, line)
            elif len(self.tally.kept) < MOST_KEPT:
                self.tally.kept.append(written)
        self._rows.write("".join(lines))
        self.tally.rows_read += sum(not isinstance(entry, Kept) for entry in entries)

    def _play(self, play: Play, importer: Importer) -> str | Passed:
        passed = passed_over(play, self._choices, self._latest)
        if passed is not None:
            return passed
        stamp, ms = play.stamped_at, play.ms_played
        names = (play.artist, play.title, play.album, play.item, play.genres, play.year)
        numbers = self._numbers.get(hash(names)) or self._remember(names)
        if isinstance(numbers, Passed):
            return numbers
        heard = importer.recognitions and not self._choices.count_recognitions
        counts = is_play(ms, play.reason_end, skipped=play.skipped) if play.counts is None else play.counts
        counted = "t" if counts and not heard else "f"
        source = f"{importer.source}\t{importer.stamp[0]}\t{_BOOLS[importer.coarse]}"
        reasons = f"{_word(play.reason_start)}\t{_word(play.reason_end)}"
        return (
            f"{numbers}\t{source}\t{stamp.isoformat()}\t{_NULL if ms is None else ms}\t{counted}\t{reasons}\t"
            f"{_BOOLS[play.skipped]}\t{_BOOLS[play.shuffle]}\t{_BOOLS[play.offline]}\t{_time(play.offline_at)}\t"
            f"{_BOOLS[play.incognito]}\t{_word(play.platform)}\t{_word(play.conn_country)}\t{_extras(play)}\n"
        )

    def _remember(self, names: _Names) -> str | Passed:
        key = hash(names)
        numbers = self._older.get(key) or self._add_names(names)
        if len(self._numbers) >= _GENERATION:
            self._older, self._numbers = self._numbers, {}
        self._numbers[key] = numbers
        return numbers

    def _add_names(self, names: _Names) -> str | Passed:
        """Stage the spelling of ``names``; return its numbers, or why it cannot be kept."""
        artist, title, album, item, genres, year = names
        found: str | Passed | None = unnameable(artist, title, album, item)
        if found is None:
            spelling = number_of(artist, album, title)
            artist_key, title_key = comparison_key(artist), comparison_key(title)
            row = [artist, artist_key, album, album and comparison_key(album), title, title_key]
            row += [_tags(genres), None if year is None else str(year)]
            self._names.write(f"{spelling}\t" + "\t".join(map(_text, row)) + "\n")
            source_key = number_of(item) if item else number_of(artist_key, title_key)
            found = f"{spelling}\t{source_key}\t{_text(item)}"
        return found

    def _pass(self, passed: Passed, file: str, line: int) -> None:
        if passed.outcome == "skipped":
            self.tally.skipped += 1
        else:
            self.tally.rejected += 1
        if self.tally.listed >= MAX_REJECTS:
            return
        self.tally.listed += 1
        values = (file, str(line), passed.outcome, passed.reason, passed.detail[:_MAX_DETAIL])
        self._rejects.write(f"{self.tally.listed}\t" + "\t".join(map(_text, values)) + "\n")


def _tags(genres: Sequence[str]) -> str | None:
    """Return genres as they are compared, each once; what is too long for a key is left out."""
    keys = dict.fromkeys(comparison_key(genre.replace(BETWEEN_GENRES, " ")) for genre in genres)
    return BETWEEN_GENRES.join(key for key in keys if fits(key)) or None


def _extras(play: Play) -> str:
    """Return what few sources know."""
    values = (play.recording_mbid, play.isrc, play.client, play.length_ms)
    if values == (None, None, None, None):
        return _NO_EXTRAS
    length = play.length_ms
    known = length is not None and 0 < length <= LONGEST_MS
    texts = "\t".join(_text(value) for value in values[:3])
    return f"{texts}\t{length if known else _NULL}"


def _time(moment: datetime | None) -> str:
    return _NULL if moment is None else moment.isoformat()
