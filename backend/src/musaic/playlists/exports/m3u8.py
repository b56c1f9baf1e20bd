"""Extended M3U in UTF-8. Songs have no file here, so each is named as players search for it."""

from collections.abc import Sequence

from musaic.playlists.exports.format import ExportFormat, ExportTrack


def write(name: str, tracks: Sequence[ExportTrack]) -> str:
    """Return the file: ``#EXTINF`` with whole seconds (-1 unknown), then "Artist - Title"."""
    lines = ["#EXTM3U", f"#PLAYLIST:{_line(name)}"]
    for track in tracks:
        seconds = round(track.duration_ms / 1000) or -1
        label = _line(f"{track.artist} - {track.title}")
        lines.append(f"#EXTINF:{seconds},{label}")
        if track.album:
            lines.append(f"#EXTALB:{_line(track.album)}")
        # A title that begins with '#' would read as a comment.
        lines.append(f"./{label}" if label.startswith("#") else label)
    return "\n".join(lines) + "\n"


def _line(text: str) -> str:
    return " ".join(text.split())


FORMAT = ExportFormat("m3u8", "audio/x-mpegurl", write)
