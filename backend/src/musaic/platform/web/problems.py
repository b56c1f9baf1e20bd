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
    InvalidInputError,
    TooManyRequestsError,
    UnavailableError,
    phrase,
)
from musaic.platform.schemas import Problem, ValidationProblem

MEDIA_TYPE = "application/problem+json"

# What PostgreSQL says to U+0000 inside a text: valid JSON, and valid for every string field.
_BAD_CHARACTER = "22021"

log = structlog.get_logger(__name__)


def problems(*errors: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """Return ``responses=`` of a route that can raise ``errors``, for the OpenAPI document."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for error in errors:
        entry = by_status.setdefault(int(error.status), {"model": Problem, "description": ""})
        entry["description"] += f"`{error.code}`: {error.detail_default} "
        entry["content"] = {MEDIA_TYPE: {}}
    return by_status


COMMON_PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body could not be read.", "content": {MEDIA_TYPE: {}}},
    422: {
        "model": ValidationProblem,
        "description": "Some values are not valid.",
        "content": {MEDIA_TYPE: {}},
    },
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
    detail = "Some values are not valid; see errors."
    return problem_response(422, "validation_failed", detail, extra={"errors": jsonable_encoder(fields)})


_HTTP_DETAILS = {
    400: ("bad_request", "The request could not be read. Check its body and headers."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take that method."),
}


async def _http_exception(request: Request, error: Exception) -> Response:
    http = cast("HTTPException", error)
    default = (HTTPStatus(http.status_code).name.lower(), str(http.detail))
    code, detail = _HTTP_DETAILS.get(http.status_code, default)
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
