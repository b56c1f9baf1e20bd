"""Pages of lists that are computed anew for each: the cursor is how far one has come."""

from musaic.platform.pagination import InvalidCursorError, decode_cursor, encode_cursor

# Deeper than any list is scrolled; keeps a made-up cursor from costing much.
_MAX_OFFSET = 1_000_000


def offset_of(cursor: str | None) -> int:
    """Return where the page begins; raises InvalidCursorError."""
    offset = int(decode_cursor(cursor, int)[0]) if cursor else 0
    if not 0 <= offset <= _MAX_OFFSET:
        raise InvalidCursorError
    return offset


def following(offset: int, limit: int, found: int) -> str | None:
    """Return the cursor of the next page, if more than ``limit`` were ``found``."""
    return encode_cursor(offset + limit) if found > limit else None
