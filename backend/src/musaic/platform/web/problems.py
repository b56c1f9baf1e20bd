"""Every error leaves as problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from slowapi.errors import RateLimitExceeded
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from musaic.platform.database import is_database_away
from musaic.platform.errors import (
    AppError,
    BadRequestError,
    InvalidInputError,
    MethodNotAllowedError,
    NotFoundError,
    PayloadTooLargeError,
    TooManyRequestsError,
    UnavailableError,
    ValidationFailedError,
    phrase,
)
from musaic.platform.schemas import Problem, ValidationProblem

MEDIA_TYPE = "application/problem+json"
SCHEMAS = "#/components/schemas/"
CODES = "x-problem-codes"

# What PostgreSQL says to U+0000 inside a text: valid JSON, and valid for every string field.
_BAD_CHARACTER = "22021"

log = structlog.get_logger(__name__)


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Return ``responses=`` of a route that can raise ``errors``, for the OpenAPI document.

    ``x-problem-codes`` lists the codes of each status, for programs; the description tells people.
    """
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        status = int(error.status)
        by_status[status] = with_problem(by_status.get(status, {}), error)
    return by_status


def with_problem(reply: dict[str, Any], error: type[AppError]) -> dict[str, Any]:
    """Return ``reply`` of an OpenAPI document with ``error`` among its problems."""
    codes: list[str] = reply.get(CODES, [])
    if error.code in codes:
        return reply
    shape = ValidationProblem if error is ValidationFailedError else Problem
    mine = {"$ref": SCHEMAS + shape.__name__}
    schema = reply.get("content", {}).get(MEDIA_TYPE, {}).get("schema", mine)
    either = schema if mine in (schema, *schema.get("anyOf", ())) else {"anyOf": [schema, mine]}
    sentence = f"`{error.code}`: {error.detail_default}"
    return reply | {
        "description": f"{reply.get('description', '')} {sentence}".lstrip(),
        "content": {MEDIA_TYPE: {"schema": either}},
        CODES: [*codes, error.code],
    }


def problem_response(
    status: int,
    code: str,
    detail: str,
    *,
    headers: dict[str, str] | None = None,
    extra: dict[str, Any] | None = None,
) -> Response:
    """Return one problem document; ``extra`` adds members such as ``errors``."""
    body = {
        "type": f"/docs/errors#{code}",
        "title": phrase(status),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    return JSONResponse(body | (extra or {}), status, headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` as a problem."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(RateLimitExceeded, _rate_limited)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(PoolTimeoutError, _database_away)
    app.add_exception_handler(ConnectionError, _database_away)
    app.add_exception_handler(Exception, _unexpected)


async def _app_error(_: Request, error: Exception) -> Response:
    known = cast("AppError", error)
    return problem_response(known.status, known.code, known.detail, headers=known.headers)


async def _validation_error(_: Request, error: Exception) -> Response:
    fields = [
        {
            "field": ".".join(str(part) for part in item["loc"]),
            "message": item["msg"],
            "type": item["type"],
        }
        for item in cast("RequestValidationError", error).errors()
    ]
    failed = ValidationFailedError()
    return problem_response(
        failed.status, failed.code, failed.detail, extra={"errors": jsonable_encoder(fields)}
    )


_HTTP_ERRORS: dict[int, type[AppError]] = {
    400: BadRequestError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    413: PayloadTooLargeError,
}


async def _http_exception(request: Request, error: Exception) -> Response:
    http = cast("HTTPException", error)
    known = _HTTP_ERRORS.get(http.status_code)
    code = known.code if known else HTTPStatus(http.status_code).name.lower()
    detail = known.detail_default if known else str(http.detail)
    headers = dict(http.headers or {})
    if http.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods_of(request))
    return problem_response(http.status_code, code, detail, headers=headers)


def _methods_of(request: Request) -> list[str]:
    """Return every method of the path: Starlette names those of the first matching route only."""
    return [
        method
        for method in ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.router.routes
        )
    ]


async def _rate_limited(_: Request, error: Exception) -> Response:
    limit = cast("RateLimitExceeded", error)
    wait = limit.limit.limit.get_expiry() if limit.limit else 60
    return problem_response(
        429,
        TooManyRequestsError.code,
        TooManyRequestsError.detail_default,
        headers={"Retry-After": str(wait)},
    )


async def _database_error(request: Request, error: Exception) -> Response:
    if is_database_away(error):
        return await _database_away(request, error)
    if getattr(cast("DBAPIError", error).orig, "sqlstate", None) == _BAD_CHARACTER:
        refused = InvalidInputError("A text contains a character that cannot be stored (NUL). Remove it.")
        return problem_response(refused.status, refused.code, refused.detail)
    return await _unexpected(request, error)


async def _database_away(_: Request, error: Exception) -> Response:
    log.warning("database_away", error=type(error).__name__)
    away = UnavailableError()
    return problem_response(away.status, away.code, away.detail, headers=away.headers)


async def _unexpected(_: Request, error: Exception) -> Response:
    log.error("unexpected_error", exc_info=error)
    return problem_response(500, AppError.code, AppError.detail_default)
