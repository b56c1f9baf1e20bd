"""Completes the OpenAPI document: every problem that a request can meet, on every operation.

Routes name the errors of their own use case; what the floor below adds to all of them (no token, too
many requests, a value that cannot be read, a server that is away) is added here, once.
"""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from musaic.platform.errors import (
    AppError,
    BadRequestError,
    NotAuthenticatedError,
    NotFoundError,
    PayloadTooLargeError,
    TooManyRequestsError,
    UnavailableError,
    ValidationFailedError,
)
from musaic.platform.schemas import Problem, ValidationProblem
from musaic.platform.web.problems import CODES, SCHEMAS, with_problem

_API = "/api/"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
# FastAPI's own shape of a 422, which we never send.
_UNUSED = ("HTTPValidationError", "ValidationError")
_UNPROCESSABLE = str(int(HTTPStatus.UNPROCESSABLE_ENTITY))
_SECONDS = {"type": "integer", "minimum": 1}
_HEADERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "401": ("WWW-Authenticate", {"type": "string"}, "The scheme to log in with"),
    "429": ("Retry-After", _SECONDS, "Seconds to wait"),
    "503": ("Retry-After", _SECONDS, "Seconds to wait"),
}


class DescribedAPI(FastAPI):
    """A FastAPI application whose document names every problem."""

    def openapi(self) -> dict[str, Any]:
        """Return the document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = complete(super().openapi())
        return self.openapi_schema


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Add the problems that every operation of its sort can answer; return ``document`` itself."""
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _UNUSED:
        schemas.pop(name, None)
    _, shapes = models_json_schema(
        [(Problem, "serialization"), (ValidationProblem, "serialization")],
        ref_template=SCHEMAS + "{model}",
    )
    schemas.update(shapes["$defs"])
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations:
                _complete_operation(operations[method], in_api=path.startswith(_API))
    return document


def _complete_operation(operation: dict[str, Any], *, in_api: bool) -> None:
    replies: dict[str, Any] = operation["responses"]
    if "HTTPValidationError" in str(replies.get(_UNPROCESSABLE)):
        del replies[_UNPROCESSABLE]
    for error in _common(operation, in_api=in_api):
        status = str(int(error.status))
        replies[status] = with_problem(replies.get(status, {}), error)
    for status, (name, schema, description) in _HEADERS.items():
        if CODES in replies.get(status, {}):
            header = {"schema": schema, "description": description, "required": True}
            replies[status]["headers"] = {name: header}
    operation["responses"] = dict(sorted(replies.items()))


def _common(operation: dict[str, Any], *, in_api: bool) -> list[type[AppError]]:
    """Return what an operation of this sort can answer, whatever it is for."""
    parameters = operation.get("parameters", [])
    ids = [item for item in parameters if item["in"] == "path" and item["schema"].get("format") == "uuid"]
    errors: list[type[AppError]] = [AppError]
    if operation.get("security"):
        errors.append(NotAuthenticatedError)
    if in_api:
        errors += [TooManyRequestsError, UnavailableError]
    if ids:
        # What is no id is the address of nothing.
        errors.append(NotFoundError)
    if operation.get("requestBody"):
        errors += [BadRequestError, PayloadTooLargeError]
    if operation.get("requestBody") or len(parameters) > len(ids):
        errors.append(ValidationFailedError)
    return errors
