"""Server-sent events, as bytes and as the OpenAPI document tells of them."""

from typing import Any

HEARTBEAT = b": \n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def encode(number: int, name: str, data: str) -> bytes:
    """Return one frame; ``data`` is JSON on one line."""
    return f"id: {number}\nevent: {name}\ndata: {data}\n\n".encode()


def opening(retry_ms: int, number: int | None) -> bytes:
    """Return the first block: when to come back, and (for an empty replay) where to go on from."""
    mark = "" if number is None else f"id: {number}\n"
    return f"retry: {retry_ms}\n{mark}: open\n\n".encode()


def stream_of(events: dict[str, dict[str, Any]]) -> dict[int | str, dict[str, Any]]:
    """Describe the reply of a route: ``events`` maps each event's name to the schema of its data.

    One item of a stream is what OpenAPI has a keyword for from 3.2 on (itemSchema).
    """
    event: dict[str, Any] = {
        "type": "object",
        "description": "One event; blocks without data only keep the connection open.",
        "required": ["data"],
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9]+$"},
            "event": {"type": "string", "enum": list(events)},
            "data": {
                "type": "string",
                "contentMediaType": "application/json",
                "contentSchema": _one_of(list(events.values())),
            },
        },
    }
    content = {"text/event-stream": {"schema": {"type": "string"}, "x-item-schema": event}}
    return {200: {"content": content, "description": "Events"}}


def _one_of(shapes: list[dict[str, Any]]) -> dict[str, Any]:
    different = [shape for number, shape in enumerate(shapes) if shape not in shapes[:number]]
    return different[0] if len(different) == 1 else {"oneOf": different}
