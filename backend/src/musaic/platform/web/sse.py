"""Server-sent events as bytes."""

HEARTBEAT = b": \n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def encode(number: int, name: str, data: str) -> bytes:
    """Return one frame; ``data`` is JSON on one line."""
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()


def opening(retry_ms: int, number: int | None) -> bytes:
    """Return the first block: when to come back, and (for an empty replay) where to go on from."""
    mark = "" if number is None else f"id: {number}\n"
    return f"retry: {retry_ms}\n{mark}: open\n\n".encode()
