"""How the protocol's headers look in the OpenAPI document.

Routes read them as plain optional text, because tus wants 412 and 400 where the framework would
answer 422; what clients must send is said here.
"""

from typing import Any

from musaic.media.uploads.protocol import VERSION

_OFFSET = {"type": "integer", "minimum": 0}
_CHECKSUM = {"type": "string", "pattern": "^(sha1|sha256) [A-Za-z0-9+/]+=*$"}


def _header(name: str, schema: dict[str, Any], description: str, *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "schema": schema,
        "description": description,
    }


_VERSION = _header("Tus-Resumable", {"const": VERSION, "type": "string"}, "The protocol", required=True)
_PIECE_CHECKSUM = _header("Upload-Checksum", _CHECKSUM, "`sha1` or `sha256`, a space, base64 of the digest")
_PIECE_BEGINS = _header("Upload-Offset", _OFFSET, "Where the piece begins", required=True)
_METADATA = _header(
    "Upload-Metadata",
    {"type": "string", "maxLength": 8192},
    "Pairs `key base64`: filename, filetype, kind (`audio` or `document`)",
)
_LENGTH = _header("Upload-Length", {"type": "integer", "minimum": 1}, "Bytes in all", required=True)
_METHOD = _header(
    "X-HTTP-Method-Override",
    {"type": "string", "enum": ["PATCH", "DELETE"]},
    "The method that a proxy in between does not let through",
    required=True,
)


# Bodies (``application/offset+octet-stream``) are told in prose: tools that test or generate from the
# document know no way to write that type.
ASK: dict[str, Any] = {"parameters": [_VERSION]}
BEGIN: dict[str, Any] = {"parameters": [_VERSION, _LENGTH, _METADATA, _PIECE_CHECKSUM]}
PIECE: dict[str, Any] = {"parameters": [_VERSION, _PIECE_BEGINS, _PIECE_CHECKSUM]}
OVERRIDE: dict[str, Any] = {"parameters": [_VERSION, _METHOD, _PIECE_CHECKSUM]}
