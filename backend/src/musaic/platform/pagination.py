"""Lists in pages: ``{items, next_cursor}``, where a cursor is opaque to clients."""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import orjson

from musaic.platform.errors import AppError
from musaic.platform.schemas import Output

MAX_LIMIT = 200

T = TypeVar("T")


class Page(Output, Generic[T]):
    """One page of a list; ``next_cursor`` is null on the last one."""

    items: list[T]
    next_cursor: str | None


class InvalidCursorError(AppError):
    """The cursor was not one of ours."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid_cursor"
    detail_default = "This page marker is not valid. Start again from the first page."


def encode_cursor(*keys: str | int) -> str:
    """Return an opaque cursor for the sort keys of a page's last item."""
    return base64.urlsafe_b64encode(orjson.dumps(keys)).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type[str] | type[int]) -> tuple[str | int, ...]:
    """Return the sort keys in ``cursor``; raises InvalidCursorError unless they have ``types``."""
    try:
        keys = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise InvalidCursorError from error
    if not isinstance(keys, list) or [type(key) for key in keys] != list(types):
        raise InvalidCursorError
    return tuple(keys)


class Dated(Protocol):
    """A row of a list that shows the newest first."""

    id: UUID
    created_at: datetime


DatedT = TypeVar("DatedT", bound=Dated)


def newest_first_page(rows: Sequence[DatedT], limit: int) -> tuple[list[DatedT], str | None]:
    """Return the page and its next cursor from ``rows``, which hold one more than ``limit`` if there are."""
    page = list(rows[:limit])
    if len(rows) <= limit:
        return page, None
    return page, encode_cursor(page[-1].created_at.isoformat(), str(page[-1].id))


def decode_newest_first(cursor: str) -> tuple[datetime, UUID]:
    """Return (created_at, id) after which the next page begins; raises InvalidCursorError."""
    at, row_id = decode_cursor(cursor, str, str)
    try:
        return datetime.fromisoformat(str(at)), UUID(str(row_id))
    except ValueError as error:
        raise InvalidCursorError from error
