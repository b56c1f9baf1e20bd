"""Replies of the 2.0 API: one tree, written as XML or as JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson
from starlette.responses import Response

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Node:
    """An element with either text or children; ``listed`` children are an array in JSON, even one."""

    name: str
    text: str | int | None = None
    attributes: dict[str, str | int] = field(default_factory=dict)
    children: Sequence["Node"] = ()
    listed: str | None = None


def xml(root: Node) -> bytes:
    """Return the document of a successful reply."""
    return _document(f'<lfm status="ok">{_element(root)}</lfm>')


def xml_error(code: int, message: str) -> bytes:
    """Return the document of an error."""
    return _document(f'<lfm status="failed"><error code="{code}">{_safe(message)}</error></lfm>')


def _document(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()


def _element(node: Node) -> str:
    attributes = "".join(
        f" {name}={quoteattr(_FORBIDDEN.sub('', str(value)))}" for name, value in node.attributes.items()
    )
    inner = "".join(_element(child) for child in node.children) if node.children else _safe(node.text)
    return f"<{node.name}{attributes}>{inner}</{node.name}>"


def _safe(text: str | int | None) -> str:
    return "" if text is None else escape(_FORBIDDEN.sub("", str(text)))


def plain(node: Node) -> Any:
    """Return the JSON value of an element.

    Attributes are members, ``#text`` the text beside them. Of an element with children they stand
    under ``@attr`` as well: there are clients that look here and clients that look there.
    """
    if not node.children and node.listed is None:
        text = "" if node.text is None else str(node.text)
        own = {name: str(value) for name, value in node.attributes.items()}
        return own | {"#text": text} if own else text
    members: dict[str, Any] = {name: str(value) for name, value in node.attributes.items()}
    if members:
        members["@attr"] = dict(members)
    if node.listed is not None:
        members[node.listed] = [plain(child) for child in node.children if child.name == node.listed]
    for child in node.children:
        if child.name == node.listed:
            continue
        value = plain(child)
        if child.name not in members:
            members[child.name] = value
        elif isinstance(members[child.name], list):
            members[child.name].append(value)
        else:
            members[child.name] = [members[child.name], value]
    return members


def reply(root: Node | None, *, as_json: bool) -> Response:
    """Return a successful reply; None says no more than that."""
    if as_json:
        return _json({} if root is None else {root.name: plain(root)})
    body = _document('<lfm status="ok"></lfm>') if root is None else xml(root)
    return Response(body, media_type="text/xml; charset=utf-8")


def failure(code: int, message: str, *, as_json: bool, status: int = 200) -> Response:
    """Return an error; clients look at its code, not at the status of HTTP."""
    if as_json:
        return _json({"error": code, "message": message}, status)
    return Response(xml_error(code, message), status, media_type="text/xml; charset=utf-8")


def _json(content: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type="application/json; charset=utf-8")


def leaf(name: str, text: str | int | None = "", **attributes: str | int) -> Node:
    """Return an element with text."""
    return Node(name, text, attributes)
