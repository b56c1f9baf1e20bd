"""Every operation of the OpenAPI document, asked rightly and wrongly by a real user of a real process.

What is sent is generated from the document alone, and every reply must be what the document says:
its status, content type, headers and shape; nothing that is not described is taken, nothing that
is described is refused, and no operation that needs a token does without.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.config import SchemathesisConfig

from fixtures.inhabited import InhabitedApi, Resident
from musaic.entrypoints.api import create_app
from musaic.platform.settings import Settings

BACKEND = Path(__file__).resolve().parents[2]
# A service that relays would write to; nobody listens there.
NOWHERE = "http://127.0.0.1:9"
# These take something from their caller that other operations want to see.
LEAVING = ("DELETE", "/me/password", "/auth/", "/demo", "/me/sessions")


def document() -> dict[str, Any]:
    """Return the application's document; items of streams where version 3.1 wants them."""
    described = create_app(Settings(web_root=None)).openapi()
    for operations in described["paths"].values():
        for operation in operations.values():
            stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
            if stream:
                stream["schema"] = stream["x-item-schema"]
    return described


schema = schemathesis.openapi.from_dict(
    document(),
    config=SchemathesisConfig.from_path(BACKEND / "schemathesis.toml"),
)


@pytest.fixture(scope="module")
def session() -> requests.Session:
    """Return one connection for all."""
    return requests.Session()


@schema.parametrize()
@settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@pytest.mark.timeout(300)
def test_the_api_does_what_its_document_says(
    case: Case, inhabited_api: InhabitedApi, session: requests.Session
) -> None:
    leaving = any(mark in f"{case.method} {case.path}" for mark in LEAVING)
    resident = inhabited_api.leaver if leaving else inhabited_api.stayer
    name_things_that_exist(case, resident)
    # not in the session: checks that leave the token out must really send none
    headers = {"Authorization": f"Bearer {resident.token}"} if needs_token(case) else None
    case.call_and_validate(
        base_url=inhabited_api.base_url, session=session, headers=headers, additional_checks=[named_problem]
    )


def named_problem(_: CheckContext, response: Response, case: Case) -> None:
    """Every refusal carries a code that the document names for this operation and status."""
    if response.status_code < 400 or case.method == "HEAD":
        return
    problem = response.json()
    assert problem["status"] == response.status_code
    assert problem["type"] == f"/docs/errors#{problem['code']}"
    if response.status_code == 405:
        return
    named = case.operation.definition.raw["responses"][str(response.status_code)]["x-problem-codes"]
    assert problem["code"] in named
    rightly_asked = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    assert not (rightly_asked and problem["code"] in {"validation_failed", "bad_request"})


def needs_token(case: Case) -> bool:
    return bool(case.operation.definition.raw.get("security"))


def name_things_that_exist(case: Case, resident: Resident) -> None:
    """Put ids of the resident's things into half of the cases, whose own ids exist nowhere."""
    if case.method == "POST" and case.path.endswith("/relays") and isinstance(case.body, dict):
        case.body["url"] = NOWHERE
    named: list[dict[str, Any]] = [case.path_parameters]
    if isinstance(case.body, dict):
        named.append(case.body)
    for values in named:
        for name, value in list(values.items()):
            if name in resident.owned and _may_be_replaced(value):
                values[name] = resident.owned[name]


def _may_be_replaced(value: object) -> bool:
    """Return whether ``value`` is a well-formed id of the half that is replaced."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value > 0
    try:
        return UUID(str(value)).int % 2 == 0
    except ValueError:
        return False
