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
_SEPARATORS = (",", ";", "\t")


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
    if not text or text.startswith("<"):  # HTML and XML are no export we read, and HTML could run
        raise UnsupportedDocument
    first_line = text.partition("\n")[0]
    return "text/csv" if any(mark in first_line for mark in _SEPARATORS) else "text/plain"


def _as_text(head: bytes) -> str:
    if b"\0" in head:
        raise UnsupportedDocument
    try:
        # incremental: the head may end in the middle of a character
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError as error:
        raise UnsupportedDocument from error
