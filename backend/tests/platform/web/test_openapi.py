"""What the document says of errors, compared with what routes and floors below do."""

from typing import Any

import pytest

from musaic.entrypoints.api import create_app
from musaic.platform.settings import Settings

DOCUMENT = create_app(Settings(web_root=None)).openapi()
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_refusal_is_described_as_a_problem(operation: dict[str, Any]) -> None:
    for status, reply in operation["responses"].items():
        if status < "400" or (operation["operationId"], status) == ("readyz", "503"):
            continue
        assert list(reply["content"]) == ["application/problem+json"], status
        assert "Problem" in str(reply["content"]), status
        assert reply["x-problem-codes"], status
        assert all(f"`{code}`" in reply["description"] for code in reply["x-problem-codes"]), status


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_every_operation_of_a_sort_can_answer_is_said(operation: dict[str, Any]) -> None:
    statuses = set(operation["responses"])
    assert "500" in statuses
    if operation.get("security"):
        assert "401" in statuses
    if operation.get("tags") != ["health"] and operation["operationId"] != "jwks":
        assert {"429", "503"} <= statuses
        assert operation["responses"]["429"]["headers"]["Retry-After"]["required"]
    if operation.get("requestBody"):
        assert {"400", "413", "422"} <= statuses
    if any(_names_a_thing(parameter) for parameter in operation.get("parameters", [])):
        assert "404" in statuses
    if any(parameter["in"] == "query" for parameter in operation.get("parameters", [])):
        assert "422" in statuses
    if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", [])):
        assert "invalid_cursor" in operation["responses"]["422"]["x-problem-codes"]


def _names_a_thing(parameter: dict[str, Any]) -> bool:
    """Tell a part of the path that something may be missing under; every year is there."""
    return parameter["in"] == "path" and parameter["name"] != "year"


def test_shapes_of_the_framework_are_gone() -> None:
    assert {"Problem", "ValidationProblem"} <= set(DOCUMENT["components"]["schemas"])
    assert "HTTPValidationError" not in str(DOCUMENT)
