"""The headers of tus 1.0: https://tus.io/protocols/resumable-upload (version 1.0.0)."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal, cast

from musaic.media.uploads.errors import BadTusHeader, TusVersionUnsupported, WrongUploadType

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
ALGORITHMS = ("sha1", "sha256")
PIECE_TYPE = "application/offset+octet-stream"
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_METADATA_KEY = re.compile(r"[!-+\--~]{1,100}")  # printable ASCII but space and comma
_MAX_METADATA = 8 * 1024
# base64 of 32 bytes is 44 letters long
_MAX_DIGEST = 64

UploadKind = Literal["audio", "document"]
_KINDS = ("audio", "document")


@dataclass(frozen=True)
class Checksum:
    """What the whole body of one request must hash to."""

    algorithm: str
    digest: bytes

    def matches(self, found: bytes) -> bool:
        """Tell whether ``found`` is the digest that was promised."""
        return found == self.digest

    def new_hash(self) -> "hashlib._Hash":
        """Return a fresh hash of the algorithm."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def require_version(header: str | None) -> None:
    """Raise TusVersionUnsupported unless the client speaks our version."""
    if header != VERSION:
        raise TusVersionUnsupported(headers={"Tus-Version": VERSION})


def require_piece_type(header: str | None) -> None:
    """Raise WrongUploadType unless the body is declared as a piece."""
    if (header or "").partition(";")[0].strip().lower() != PIECE_TYPE:
        raise WrongUploadType


def parse_number(name: str, header: str | None) -> int:
    """Return a non-negative integer header; raises BadTusHeader naming it otherwise."""
    if header is None or not _NUMBER.fullmatch(header):
        message = f"{name} must be a whole number of bytes."
        raise BadTusHeader(message)
    return int(header)


def parse_metadata(header: str | None) -> dict[str, str]:
    """Return Upload-Metadata (``key base64,key base64,flag``) decoded; raises BadTusHeader."""
    if header is None or not header.strip():
        return {}
    if len(header) > _MAX_METADATA:
        message = "Upload-Metadata is too long."
        raise BadTusHeader(message)
    found: dict[str, str] = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        if not _METADATA_KEY.fullmatch(key) or key in found:
            message = "Upload-Metadata must be pairs of a unique key and a base64 value."
            raise BadTusHeader(message)
        found[key] = _from_base64("Upload-Metadata", value.strip()).decode("utf-8", "replace")
    return found


def parse_kind(metadata: dict[str, str]) -> UploadKind:
    """Return what the upload shall become: ``audio`` unless its metadata says ``document``."""
    kind = metadata.get("kind", "audio")
    if kind not in _KINDS:
        message = "The metadata kind must be audio or document."
        raise BadTusHeader(message)
    return cast("UploadKind", kind)


def parse_checksum(header: str | None) -> Checksum | None:
    """Return Upload-Checksum (``sha1 base64``), None without one; raises BadTusHeader."""
    if header is None:
        return None
    algorithm, _, value = header.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        message = f"Upload-Checksum takes {' or '.join(ALGORITHMS)}."
        raise BadTusHeader(message)
    digest = _from_base64("Upload-Checksum", value.strip()) if len(value) <= _MAX_DIGEST else b""
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        message = "Upload-Checksum has a digest of the wrong length."
        raise BadTusHeader(message)
    return Checksum(algorithm, digest)


def http_date(moment: datetime) -> str:
    """Return an aware UTC time as HTTP writes it."""
    return format_datetime(moment, usegmt=True)


def _from_base64(name: str, value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"{name} has a value that is not base64."
        raise BadTusHeader(message) from error
