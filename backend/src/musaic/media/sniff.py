"""What an uploaded file is, from its content; its name and declared type play no part."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from musaic.media.assets import AssetKind
from musaic.media.audio.facts import AudioFacts, probe
from musaic.media.errors import UnsupportedDocument

_HEAD = 64 * 1024
_EBML_HEAD = 64
_AUDIO_TYPES = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "mov": "audio/mp4",
    "ogg": "audio/ogg",
    "aac": "audio/aac",
}
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_SEPARATORS = (",", ";", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = frozenset("\t\n\r\f\v\x1a\x1b")


@dataclass(frozen=True)
class Sniffed:
    """The true type of a file; ``facts`` only for audio."""

    content_type: str
    facts: AudioFacts | None


def sniff(path: Path, kind: AssetKind) -> Sniffed:
    """Look into the file; blocks for about 0.1 s.

    Raises the errors of ``probe`` for audio, UnsupportedDocument for documents.
    """
    if kind == "document":
        return Sniffed(_document_type(path), None)
    facts = probe(path)
    return Sniffed(_audio_type(path, facts), facts)


def _audio_type(path: Path, facts: AudioFacts) -> str:
    if facts.container == "matroska":
        with path.open("rb") as file:
            return "audio/webm" if b"webm" in file.read(_EBML_HEAD) else "audio/x-matroska"
    return _AUDIO_TYPES.get(facts.container, "application/octet-stream")


def _document_type(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP_STARTS):
        return "application/zip"
    text = _as_text(head).lstrip()
    if text.startswith(("{", "[")):
        return "application/json"
    if not text:
        raise UnsupportedDocument
    first_line = text.partition("\n")[0]
    is_table = not text.startswith("<") and any(mark in first_line for mark in _SEPARATORS)
    # Pages are kept as plain text too: whatever shows them must not run them.
    return "text/csv" if is_table else "text/plain"


def _as_text(head: bytes) -> str:
    """Return the beginning of a text in whatever encoding; raises UnsupportedDocument for anything else."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _decoded(head.removeprefix(mark), encoding)
    # Text begins with ASCII: a zero beside the first character gives UTF-16 without a mark away.
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return _decoded(head, "utf-16-le")
    if head[:1] == b"\0" and head[1:2] not in {b"\0", b""}:
        return _decoded(head, "utf-16-be")
    try:
        return _decoded(head, "utf-8")
    except UnsupportedDocument:
        # Old code pages have a character for every byte, so it is control characters that tell.
        return _decoded(head, "latin-1")


def _decoded(head: bytes, encoding: str) -> str:
    try:
        # incremental: the head may end in the middle of a character
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError as error:
        raise UnsupportedDocument from error
    if any(letter < " " and letter not in _BREAKS for letter in text):
        raise UnsupportedDocument
    return text
