"""The export formats: one file a format, listed here and nowhere else."""

from typing import Final

from musaic.transcripts.exports import json_, lrc, srt, tsv, txt, vtt
from musaic.transcripts.exports.document import Document, Export, ExportSegment, ExportWord, one_line

EXPORTS: Final[dict[str, Export]] = {
    module.EXPORT.name: module.EXPORT for module in (srt, vtt, txt, json_, tsv, lrc)
}
"""Format name in the API → format."""


def export(document: Document, name: str) -> bytes:
    """Return the transcript in a format as UTF-8; equal documents give equal bytes.

    Raises KeyError for a format that is not in EXPORTS.
    """
    # A lone surrogate is not UTF-8; formats that keep text untouched would trip over it.
    return EXPORTS[name].render(document).encode("utf-8", errors="replace")


def file_name(title: str, suffix: str) -> str:
    """Return the name to save a transcript as: its title with `suffix`, without what file systems refuse."""
    stem = one_line(title).rpartition(".")[0] or one_line(title) or "transcript"
    return "".join("_" if letter in '/\\:*?"<>|' else letter for letter in stem)[:120] + f".{suffix}"


__all__ = ["EXPORTS", "Document", "Export", "ExportSegment", "ExportWord", "export", "file_name"]
