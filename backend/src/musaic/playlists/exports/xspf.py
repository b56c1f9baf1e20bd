"""XSPF 1, the XML playlist format of xspf.org."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from musaic.playlists.exports.format import ExportFormat, ExportTrack


def write(name: str, tracks: Sequence[ExportTrack]) -> str:
    """Return the document; characters that XML cannot hold are left out."""
    body = "".join(_track(track) for track in tracks)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">\n'
        f"  <title>{_text(name)}</title>\n  <trackList>\n{body}  </trackList>\n</playlist>\n"
    )


def _track(track: ExportTrack) -> str:
    parts = [("title", track.title), ("creator", track.artist), ("album", track.album or "")]
    lines = [f"      <{tag}>{_text(value)}</{tag}>\n" for tag, value in parts if value]
    if track.duration_ms:
        lines.append(f"      <duration>{track.duration_ms}</duration>\n")
    lines.append(f"      <annotation>{_text(track.why)}</annotation>\n")
    return f"    <track>\n{''.join(lines)}    </track>\n"


def _text(value: str) -> str:
    return escape("".join(char for char in value if char in "\t\n" or ord(char) >= 0x20))  # noqa: PLR2004


FORMAT = ExportFormat("xspf", "application/xspf+xml", write)
