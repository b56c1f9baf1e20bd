"""Changes of the API that break clients are found, and others pass."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from api_changes import PRESENT, breaking_changes

Json = dict[str, Any]
USER = "components/schemas/User/properties"
PATHS: Json = {
    "/users": {
        "get": {
            "parameters": [
                {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
                {"in": "query", "name": "state", "schema": {"type": "string", "enum": ["open", "closed"]}},
            ],
            "responses": {
                "200": {
                    "content": {
                        "application/json": {
                            "schema": {"type": "array", "items": {"$ref": "#/components/schemas/User"}}
                        }
                    }
                }
            },
        },
        "post": {
            "requestBody": {
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewUser"}}}
            },
            "responses": {"201": {"description": "made"}},
        },
    }
}
SCHEMAS: Json = {
    "User": {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string"},
            # refers to itself
            "boss": {"anyOf": [{"$ref": "#/components/schemas/User"}, {"type": "null"}]},
        },
    },
    "NewUser": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "age": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        },
    },
}
RELEASED: Json = {"paths": PATHS, "components": {"schemas": SCHEMAS}}


def changed(change: Callable[[Json, Json, Json], object]) -> list[str]:
    """Return what is found after ``change`` was applied to (GET, POST, schemas)."""
    present = copy.deepcopy(RELEASED)
    users = present["paths"]["/users"]
    change(users["get"], users["post"], present["components"]["schemas"])
    return list(breaking_changes(RELEASED, present))


BREAKING: list[tuple[str, Callable[[Json, Json, Json], object]]] = [
    ("POST /users 201: this status is no longer answered", lambda _, post, __: post["responses"].clear()),
    (
        "GET /users 200: application/json is no longer answered",
        lambda get, _, __: get["responses"]["200"].update(content={"text/csv": {}}),
    ),
    (
        "GET /users 200[].name: removed",
        lambda _, __, schemas: schemas["User"]["properties"].pop("name"),
    ),
    (
        "GET /users 200[].name: may be absent now",
        lambda _, __, schemas: schemas["User"].update(required=["id"]),
    ),
    (
        "GET /users 200[].name: may be null now",
        lambda _, __, schemas: schemas["User"]["properties"]["name"].update(type=["string", "null"]),
    ),
    (
        "POST /users body.age: newly required",
        lambda _, __, schemas: schemas["NewUser"]["required"].append("age"),
    ),
    (
        "POST /users body.mail: newly required",
        lambda _, __, schemas: schemas["NewUser"].update(required=["name", "mail"]),
    ),
    (
        "POST /users body.age: is no longer taken",
        lambda _, __, schemas: schemas["NewUser"]["properties"].pop("age"),
    ),
    (
        "POST /users body.age: null is no longer taken",
        lambda _, __, schemas: schemas["NewUser"]["properties"].update(age={"type": "integer"}),
    ),
    (
        "GET /users limit: maximum is 100 now",
        lambda get, _, __: get["parameters"][0]["schema"].update(maximum=100),
    ),
    (
        "GET /users state: closed is no longer taken",
        lambda get, _, __: get["parameters"][1]["schema"].update(enum=["open", "new"]),
    ),
    ("GET /users: query state is no longer taken", lambda get, _, __: get["parameters"].pop()),
    (
        "GET /users: query limit is newly required",
        lambda get, _, __: get["parameters"][0].update(required=True),
    ),
    ("GET /users: needs a token now", lambda get, _, __: get.update(security=[{"Bearer": []}])),
    ("POST /users: a body is newly required", lambda _, post, __: post["requestBody"].update(required=True)),
]
HARMLESS: list[Callable[[Json, Json, Json], object]] = [
    lambda get, _, __: get.update(security=[{"Bearer": []}, {}]),
    lambda get, _, __: get["parameters"].append({"in": "query", "name": "more", "schema": {}}),
    lambda get, _, __: get["parameters"][0]["schema"].update(maximum=500),
    lambda get, _, __: get["parameters"][1]["schema"]["enum"].append("new"),
    lambda get, _, __: get["responses"].update({"404": {"description": "none"}}),
    lambda _, __, schemas: schemas["User"]["properties"].update(more={"type": "string"}),
    lambda _, __, schemas: schemas["User"]["required"].append("boss"),
    lambda _, __, schemas: schemas["NewUser"]["properties"].update(more={"type": "string"}),
    lambda _, __, schemas: schemas["NewUser"]["properties"].update(age={"type": ["number", "null"]}),
    lambda _, __, schemas: schemas["NewUser"].update(required=[]),
]


@pytest.mark.parametrize(("found", "change"), BREAKING, ids=[found for found, _ in BREAKING])
def test_what_breaks_is_found(found: str, change: Callable[[Json, Json, Json], object]) -> None:
    assert changed(change) == [found]


@pytest.mark.parametrize("change", HARMLESS)
def test_what_only_adds_passes(change: Callable[[Json, Json, Json], object]) -> None:
    assert changed(change) == []


def test_removed_paths_and_methods_are_found() -> None:
    only_get = {"paths": {"/users": {"get": PATHS["/users"]["get"]}}, "components": RELEASED["components"]}
    assert list(breaking_changes(RELEASED, only_get)) == ["POST /users: removed"]
    assert list(breaking_changes(RELEASED, {"paths": {}})) == ["GET /users: removed", "POST /users: removed"]


def test_the_documents_own_shapes_are_understood() -> None:
    document = json.loads(PRESENT.read_text("utf-8"))
    assert list(breaking_changes(document, document)) == []
    without = copy.deepcopy(document)
    del without["components"]["schemas"]["JobOut"]["properties"]["percent"]
    assert any("percent: removed" in change for change in breaking_changes(document, without))
