"""Pages that list what the code has: nothing missing, nothing that is no more, and the served one too."""

import re
from pathlib import Path
from typing import get_args

import httpx
import pytest

from musaic.entrypoints.api import create_app
from musaic.entrypoints.documents import all_errors, error_rows, kind_rows, route_rows, setting_rows
from musaic.entrypoints.wiring import JOB_KINDS
from musaic.jobs.schemas import JobState
from musaic.platform.errors import AppError
from musaic.platform.settings import Settings

DOCS = Path(__file__).resolve().parents[3] / "docs"
ERRORS = [error for error in all_errors() if error.__module__.startswith("musaic.")]


def rows_of(page: str) -> list[list[str]]:
    """Return the cells of every row of the page's tables, without marks of Markdown."""
    lines = [line for line in (DOCS / page).read_text("utf-8").splitlines() if line.startswith("| ")]
    plain = [re.sub(r'<a id="[^"]*"></a>|`', "", line) for line in lines]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in plain]


def compare(page: str, wanted: set[str], *, columns: int = 1) -> None:
    """Fail with the names that ``page`` lacks, and with those that it has too many."""
    listed = {" ".join(row[:columns]) for row in rows_of(page)}
    titles = {" ".join(rows_of(page)[0][:columns])}
    assert sorted(wanted - listed) == [], f"docs/{page} does not list these"
    assert sorted(listed - wanted - titles) == [], f"docs/{page} lists these, which are no more"


def test_every_error_is_on_its_page() -> None:
    compare("errors.md", {error.code for error in ERRORS})
    statuses = {row[0]: row[1] for row in rows_of("errors.md")}
    assert {error.code: statuses[error.code] for error in ERRORS} == {
        error.code: str(int(error.status)) for error in ERRORS
    }


def test_a_code_has_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for error in ERRORS:
        statuses.setdefault(error.code, set()).add(int(error.status))
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__qualname__)
def test_every_error_says_what_it_is_and_what_to_do(error: type[AppError]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]+", error.code)
    assert error.detail_default.endswith(".")
    assert error.__doc__


def test_errors_have_a_code_of_their_own() -> None:
    """A subclass that forgets its code would pass for its parent."""
    assert [error.__qualname__ for error in ERRORS if "code" not in vars(error)] == []


def test_every_setting_is_on_its_page() -> None:
    compare("settings.md", {f"MUSAIC_{name.upper()}" for name in Settings.model_fields})
    assert [name for name, _, purpose in setting_rows() if not purpose] == []
    defaults = {row[0]: row[1] for row in rows_of("settings.md")}
    assert {name: defaults[name] for name, *_ in setting_rows()} == {
        name: default for name, default, _ in setting_rows()
    }


def test_every_kind_of_job_and_every_state_is_on_their_page() -> None:
    compare("jobs.md", {kind.name for kind in JOB_KINDS} | set(get_args(JobState)) | {"state"})
    listed = {row[0]: tuple(row) for row in rows_of("jobs.md")}
    assert {row[0]: listed[row[0]] for row in kind_rows(JOB_KINDS)} == {
        row[0]: row for row in kind_rows(JOB_KINDS)
    }


def test_every_route_is_on_its_page() -> None:
    routes = route_rows(create_app(Settings(web_root=None)).openapi())
    compare("api.md", {f"{method} {path}" for method, path, _ in routes}, columns=2)
    assert [path for _, path, summary in routes if not summary] == []


@pytest.mark.asyncio
async def test_types_of_problems_lead_to_the_page(anonymous: httpx.AsyncClient) -> None:
    problem = (await anonymous.get("/api/v1/me")).json()
    page = await anonymous.get(problem["type"])
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f'id="{problem["code"]}"' in page.text
    assert [code for code, *_ in error_rows() if f'<section id="{code}">' not in page.text] == []
    assert "script" not in page.headers["content-security-policy"]
