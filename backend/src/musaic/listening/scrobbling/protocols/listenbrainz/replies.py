"""Replies of the ListenBrainz API: always JSON, errors as ``{"code", "error"}``."""

from typing import Any

import orjson
from starlette.responses import Response


class ApiError(Exception):
    """A request that is answered with an error."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        self.message = message
        super().__init__(message)


def reply(content: Any, status: int = 200) -> Response:
    """Return ``content`` as JSON."""
    return Response(orjson.dumps(content), status, media_type="application/json")


def refusal(status: int, message: str) -> Response:
    """Return an error."""
    return reply({"code": status, "error": message}, status)


def bad_request(message: str) -> ApiError:
    """Return an error of what was sent."""
    return ApiError(400, message)


def number_of(values: Any, name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return a whole number of the query, cut to ``most``; raises ApiError."""
    text = values.get(name)
    if text is None or text == "":
        return default
    try:
        number = int(text)
    except ValueError as error:
        message = f"Invalid {name}: it must be a whole number."
        raise bad_request(message) from error
    if number < least:
        message = f"Invalid {name}: it must be at least {least}."
        raise bad_request(message)
    return number if most is None else min(number, most)
