"""YouTube Music's plays in Google Takeout: ``watch-history.html``, what Takeout writes unless asked not to.

A page of cells: product, "Watched", the video's address and title, the channel, and the time in the
account's language and clock. The zone is given as an abbreviation; one that means many is read
in the user's zone. The page is cut into cells and never built up as a document.
"""

import html
import re
from collections.abc import Iterator

from musaic.listening.history.dialects.youtube import SOURCE, play_of
from musaic.listening.history.errors import Unreadable, UnreadableFileError
from musaic.listening.history.ports import Given, Head, Importer, Passed, Play
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import text_chunks
from musaic.listening.history.reading.json_rows import MAX_ROW_BYTES
from musaic.listening.history.reading.times import is_zoneless, moment

_CELL = '<div class="outer-cell'
_HEADER = re.compile(r"mdl-typography--title[^>]*>([^<]{0,200})")
_BODY = re.compile(r"mdl-typography--body-1[^>]*>(.*?)</div>", re.DOTALL)
_LINK = re.compile(r'<a\s+href="([^"]{0,2000})"[^>]*>(.*?)</a>', re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class YoutubeHtml(Importer):
    """The watch history as a page."""

    name = "youtube_html"
    source = SOURCE

    def recognises(self, head: Head) -> bool:
        """Tell by Takeout's cells and a product of YouTube's."""
        return b'class="outer-cell' in head.text and b'mdl-typography--title">YouTube' in head.text

    def needs_zone(self, head: Head, given: Given) -> bool:  # noqa: ARG002  the port
        """Tell by the times of the first cells."""
        cells = head.text.decode(errors="replace").split(_CELL)[1:]
        return any(is_zoneless(_facts(cell)[2]) for cell in cells)

    def read(self, file: SourceFile, given: Given) -> Iterator[list[Play | Passed]]:
        """Yield the cells."""
        with file.open() as stream:
            rest, count = "", 0
            begun = False
            for chunk in text_chunks(stream):
                *cells, rest = (rest + chunk).split(_CELL)
                if len(rest) > MAX_ROW_BYTES:
                    raise UnreadableFileError(Unreadable.ROW_TOO_LONG, row=count + 1)
                entries = [_listen(cell, given) for cell in (cells if begun else cells[1:])]
                begun = begun or bool(cells)
                count += len(entries)
                yield entries
            if "</html>" not in rest[-4096:]:
                raise UnreadableFileError(Unreadable.TRUNCATED, row=count)
            if begun:
                yield [_listen(rest, given)]


def _listen(cell: str, given: Given) -> Play | Passed:
    title, channel, time, header, address = _facts(cell)
    at = moment(time, given.zone)
    if at is None:
        return Passed("rejected", "bad_time", time[:80])
    return play_of(title, channel, header, address, at)


def _facts(cell: str) -> tuple[str, str, str, str, str]:
    """Return title, channel, time, product and address."""
    header, body = _HEADER.search(cell), _BODY.search(cell)
    inside = body[1] if body else ""
    links = [(html.unescape(link), _text(name)) for link, name in _LINK.findall(inside)]
    lines = [line for line in map(_text, _BREAK.split(inside)) if line]
    address, title = links[0] if links else ("", "")
    channel = links[1][1] if len(links) > 1 else ""
    return title, channel, lines[-1] if lines else "", _text(header[1]) if header else "", address


def _text(markup: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


IMPORTER = YoutubeHtml()
