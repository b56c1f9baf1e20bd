"""CSV with a header, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from musaic.playlists.exports.format import ExportFormat, ExportTrack

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(_: str, tracks: Sequence[ExportTrack]) -> str:
    """Return the rows; a cell that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["position", "artist", "title", "album", "duration_ms", "why"])
    for track in tracks:
        words = [_inert(cell) for cell in (track.artist, track.title, track.album or "")]
        rows.writerow([track.position, *words, track.duration_ms or "", track.why])
    return out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


FORMAT = ExportFormat("csv", "text/csv; charset=utf-8", write)
