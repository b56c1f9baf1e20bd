"""JSPF: the same as XSPF in JSON."""

import json
from collections.abc import Sequence

from musaic.playlists.exports.format import ExportFormat, ExportTrack


def write(name: str, tracks: Sequence[ExportTrack]) -> str:
    """Return the document, with letters of every script kept readable."""
    entries = [
        {"title": track.title, "creator": track.artist, "annotation": track.why}
        | ({"album": track.album} if track.album else {})
        | ({"duration": track.duration_ms} if track.duration_ms else {})
        for track in tracks
    ]
    return json.dumps({"playlist": {"title": name, "track": entries}}, ensure_ascii=False, indent=2) + "\n"


FORMAT = ExportFormat("jspf", "application/jspf+json", write)
