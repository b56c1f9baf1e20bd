"""What of the API would break its clients: docs/openapi.json compared with docs/openapi-released.json.

A breaking change that is wanted is accepted by ``python -m api_changes --release``, which takes the present
document as the released one: the commit then shows what was given up.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

DOCS = Path(__file__).resolve().parents[2] / "docs"
PRESENT, RELEASED = DOCS / "openapi.json", DOCS / "openapi-released.json"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_ANY = "anything"
# keyword: +1 when a greater value refuses more, -1 when a smaller one does
_BOUNDS = {"minimum": 1, "minLength": 1, "minItems": 1, "maximum": -1, "maxLength": -1, "maxItems": -1}


def breaking_changes(released: Json, present: Json) -> Iterator[str]:
    """Yield one line for each change that a client of ``released`` could trip over."""
    for path, operations in released["paths"].items():
        for method in (name for name in _METHODS if name in operations):
            name = f"{method.upper()} {path}"
            now = present["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{name}: removed"
            else:
                yield from _Comparison(released, present).operation(name, operations[method], now)


class _Comparison:
    """Compares schemas of two documents, each pair of named ones once."""

    def __init__(self, released: Json, present: Json) -> None:
        self._released, self._present = released, present
        self._seen: set[tuple[int, int, bool]] = set()

    def operation(self, name: str, old: Json, new: Json) -> Iterator[str]:
        """Compare one operation."""
        if _open(old) and not _open(new):
            yield f"{name}: needs a token now"
        yield from self._parameters(name, old.get("parameters", []), new.get("parameters", []))
        yield from self._body(name, old.get("requestBody", {}), new.get("requestBody", {}))
        for status, reply in old["responses"].items():
            if status.startswith("2"):
                yield from self._reply(f"{name} {status}", reply, new["responses"].get(status))

    def _parameters(self, name: str, old: list[Json], new: list[Json]) -> Iterator[str]:
        before = {(item["in"], item["name"]): item for item in old}
        after = {(item["in"], item["name"]): item for item in new}
        for key in before.keys() - after.keys():
            yield f"{name}: {' '.join(key)} is no longer taken"
        for key, item in after.items():
            if item.get("required") and not before.get(key, {}).get("required"):
                yield f"{name}: {' '.join(key)} is newly required"
            if key in before:
                yield from self._schema(
                    f"{name} {key[1]}", before[key]["schema"], item["schema"], request=True
                )

    def _body(self, name: str, old: Json, new: Json) -> Iterator[str]:
        if new.get("required") and not old.get("required"):
            yield f"{name}: a body is newly required"
        for kind, content in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{name}: {kind} is no longer taken"
            else:
                now = new["content"][kind].get("schema", {})
                yield from self._schema(f"{name} body", content.get("schema", {}), now, request=True)

    def _reply(self, name: str, old: Json, new: Json | None) -> Iterator[str]:
        if new is None:
            yield f"{name}: this status is no longer answered"
            return
        for kind, content in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{name}: {kind} is no longer answered"
            else:
                now = new["content"][kind].get("schema", {})
                yield from self._schema(name, content.get("schema", {}), now, request=False)

    def _schema(self, where: str, old: Json, new: Json, *, request: bool) -> Iterator[str]:
        before, after = _alternatives(self._released, old), _alternatives(self._present, new)
        pair = (id(before[0]), id(after[0]), request)
        if pair in self._seen:
            return
        self._seen.add(pair)
        yield from _values(where, before, after, request=request)
        yield from self._properties(where, before, after, request=request)
        for one, other in zip(_items(before), _items(after), strict=False):
            yield from self._schema(f"{where}[]", one, other, request=request)

    def _properties(self, where: str, old: list[Json], new: list[Json], *, request: bool) -> Iterator[str]:
        before, after = _all_properties(old), _all_properties(new)
        needed, needed_now = _always_required(old), _always_required(new)
        for name in before.keys() - after.keys():
            if after or not request:
                yield f"{where}.{name}: {'is no longer taken' if request else 'removed'}"
        if request:
            yield from (f"{where}.{name}: newly required" for name in sorted(needed_now - needed) if before)
        else:
            yield from (
                f"{where}.{name}: may be absent now" for name in sorted(needed - needed_now) if name in after
            )
        for name in before.keys() & after.keys():
            yield from self._schema(f"{where}.{name}", before[name], after[name], request=request)


def _open(operation: Json) -> bool:
    """Return whether an operation may be called without a token."""
    return not operation.get("security") or {} in operation["security"]


def _alternatives(document: Json, schema: Json) -> list[Json]:
    """Return the schemas that ``schema`` may be, references followed."""
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    choices = schema.get("anyOf") or (schema.get("oneOf") if "properties" not in schema else None)
    if not choices:
        return [schema]
    return [inner for choice in choices for inner in _alternatives(document, choice)]


def _kinds(alternatives: list[Json]) -> set[str]:
    kinds: set[str] = set()
    for schema in alternatives:
        named = schema.get("type", _ANY)
        kinds.update([named] if isinstance(named, str) else named)
    return kinds | ({"integer"} if "number" in kinds else set())


def _values(where: str, old: list[Json], new: list[Json], *, request: bool) -> Iterator[str]:
    """Yield which values are refused now (requests) or may come now (replies)."""
    kinds, kinds_now = _kinds(old), _kinds(new)
    if request and _ANY not in kinds_now:
        yield from (f"{where}: {kind} is no longer taken" for kind in sorted(kinds - kinds_now))
    if not request and _ANY not in kinds:
        yield from (f"{where}: may be {kind} now" for kind in sorted(kinds_now - kinds))
    if not request:
        return
    allowed, allowed_now = _enumerated(old), _enumerated(new)
    if allowed_now is not None:
        lost = sorted(allowed - allowed_now) if allowed is not None else ["other values"]
        yield from (f"{where}: {value} is no longer taken" for value in lost)
    for keyword, sign in _BOUNDS.items():
        bound, bound_now = _bound(old, keyword), _bound(new, keyword)
        if bound_now is not None and (bound is None or sign * bound_now > sign * bound):
            yield f"{where}: {keyword} is {bound_now} now"


def _enumerated(alternatives: list[Json]) -> set[str] | None:
    """Return the values allowed, None when there is no list of them."""
    values: set[str] = set()
    for schema in alternatives:
        if schema.get("type") == "null":
            continue
        if "enum" not in schema and "const" not in schema:
            return None
        values.update(str(value) for value in schema.get("enum", [schema.get("const")]))
    return values or None


def _bound(alternatives: list[Json], keyword: str) -> float | None:
    return next((schema[keyword] for schema in alternatives if keyword in schema), None)


def _items(alternatives: list[Json]) -> list[Json]:
    return [schema["items"] for schema in alternatives if isinstance(schema.get("items"), dict)]


def _all_properties(alternatives: list[Json]) -> Json:
    return {name: item for schema in alternatives for name, item in schema.get("properties", {}).items()}


def _always_required(alternatives: list[Json]) -> set[str]:
    objects = [set(schema.get("required", [])) for schema in alternatives if schema.get("type") != "null"]
    return set.intersection(*objects) if objects else set()


def main() -> int:
    """Print what breaks and return 1, or take the present document as the released one."""
    if sys.argv[1:] == ["--release"]:
        document = json.loads(PRESENT.read_text("utf-8"))
        RELEASED.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
        return 0
    documents = [json.loads(path.read_text("utf-8")) for path in (RELEASED, PRESENT)]
    changes = sorted(breaking_changes(*documents))
    for change in changes:
        sys.stdout.write(f"breaks clients: {change}\n")
    if changes:
        sys.stdout.write(
            "Keep the old behaviour, or accept: PYTHONPATH=tools python -m api_changes --release\n"
        )
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
