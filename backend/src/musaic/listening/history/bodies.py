"""What comes with an import: a form with the file, or JSON that names a file that is here already."""

from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError

from musaic.listening.history.ports import ColumnMap
from musaic.listening.history.schemas import MOST_TABLES, SIGNATURE, ColumnMapIn, ImportIn, Mappings
from musaic.listening.history.service.options import Options
from musaic.media import public as media
from musaic.platform.errors import PayloadTooLargeError

MAX_BYTES = 1024 * 1024 * 1024
_FORM_BYTES = 64 * 1024
_TRUE = {"true", "1", "on", "yes"}


def _schema() -> dict[str, Any]:
    """Return the schema of ImportIn in one piece: FastAPI does not know it, as it reads no body here."""
    schema = ImportIn.model_json_schema()
    del schema["$defs"]
    schema["properties"]["mapping"]["anyOf"] = [_COLUMNS, {"type": "null"}]
    schema["properties"]["mappings"] = _TABLES
    return schema


Parsed = TypeVar("Parsed")
_MAPPING, _MAPPINGS = TypeAdapter(ColumnMapIn), TypeAdapter(Mappings)
_COLUMNS = ColumnMapIn.model_json_schema()
_TABLES = {
    "type": "object",
    "description": "Of single tables, by the signatures that a preview gave them; other files as usual",
    "propertyNames": {"pattern": SIGNATURE},
    "additionalProperties": _COLUMNS,
    "maxProperties": MOST_TABLES,
}
# The file's own fields, and those of JSON, as a form has them: texts.
FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "format": {"type": "string", "description": "Leave out: it is recognised"},
                        "timezone": {"type": "string", "description": "Zone of times without one"},
                        "mapping": _COLUMNS,
                        "mappings": _TABLES,
                        "include_incognito": {"type": "boolean", "default": True},
                        "count_recognitions": {"type": "boolean", "default": False},
                    },
                },
                "encoding": {
                    "mapping": {"contentType": "application/json"},
                    "mappings": {"contentType": "application/json"},
                },
            },
            "application/json": {"schema": _schema()},
        },
    }
}


async def receive(request: Request, user_id: int) -> tuple[media.StagedBlob | UUID, Options]:
    """Return the file (staged: discard it unless it is recorded) and the options, not checked yet.

    Raises PayloadTooLargeError, RequestValidationError and the errors of ``media.receive_form``.
    No transaction may be open: the client may be slow.
    """
    kind = request.headers.get("content-type", "")
    if kind.partition(";")[0].strip().casefold() == "application/json":
        return await _named(request)
    if int(request.headers.get("content-length", "0")) > MAX_BYTES + _FORM_BYTES:
        raise PayloadTooLargeError
    staged, fields = await media.receive_form(
        request.stream(), kind, user_id=user_id, kind="document", max_bytes=MAX_BYTES
    )
    try:
        return staged, _options_of(fields)
    except RequestValidationError:
        await media.discard(staged)
        raise


async def _named(request: Request) -> tuple[UUID, Options]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_BYTES:
            raise PayloadTooLargeError
    try:
        wanted = ImportIn.model_validate_json(body)
    except ValidationError as error:
        raise RequestValidationError(_located(error)) from error
    options = Options(
        wanted.format,
        wanted.timezone,
        _column_map(wanted.mapping),
        wanted.include_incognito,
        wanted.count_recognitions,
        _column_maps(wanted.mappings),
    )
    return wanted.media_id, options


def _options_of(fields: dict[str, str]) -> Options:
    mapping = _parsed(_MAPPING, fields, "mapping") or None
    mappings = _parsed(_MAPPINGS, fields, "mappings") or {}
    return Options(
        fields.get("format") or None,
        fields.get("timezone") or None,
        _column_map(mapping),
        fields.get("include_incognito", "true").casefold() in _TRUE,
        fields.get("count_recognitions", "false").casefold() in _TRUE,
        _column_maps(mappings),
    )


def _parsed(kind: TypeAdapter[Parsed], fields: dict[str, str], name: str) -> Parsed | None:
    """Return a field that is JSON, or None where there is none; raises RequestValidationError."""
    if not fields.get(name):
        return None
    try:
        return kind.validate_json(fields[name])
    except ValidationError as error:
        raise RequestValidationError(_located(error, name)) from error


def _column_map(mapping: ColumnMapIn | None) -> ColumnMap | None:
    return ColumnMap(**mapping.model_dump()) if mapping else None


def _column_maps(mappings: dict[str, ColumnMapIn]) -> dict[str, ColumnMap]:
    return {signature: ColumnMap(**each.model_dump()) for signature, each in mappings.items()}


def _located(error: ValidationError, *place: str) -> list[dict[str, Any]]:
    """Return the errors as FastAPI has them, within the body."""
    return [
        {**item, "loc": ("body", *place, *item["loc"])}
        for item in error.errors(include_url=False, include_context=False, include_input=False)
    ]
