"""Facts for the pages that list them, taken from the code itself: errors, settings, kinds of jobs, routes.

``docs/*.md`` are written and checked with these (``scripts/write_docs.py``); the page of errors is also
served, because the ``type`` of every problem points to it.
"""

import html
import inspect
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from musaic.jobs.public import JobKind
from musaic.platform.errors import AppError, phrase
from musaic.platform.settings import Settings

Row = tuple[str, ...]

router = APIRouter(include_in_schema=False)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Errors · Musaic</title>
<style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }}
  section {{ border-top: 1px solid #8884; padding: .25rem 0; }}
  :target {{ background: #fd04; }}
  p {{ margin: .25rem 0; }}
</style>
<h1>Errors</h1>
<p>Every error is answered as <code>application/problem+json</code>, with one of these codes.</p>
{sections}
</html>
"""
_SECTION = '<section id="{0}"><h2><code>{0}</code> · {1} {2}</h2>\n<p>{3}</p>\n<p>{4}</p></section>'


def all_errors(root: type[AppError] = AppError) -> Iterator[type[AppError]]:
    """Yield every error class that a client may see, of all rooms that are imported."""
    yield root
    for error in root.__subclasses__():
        yield from all_errors(error)


def error_rows() -> list[Row]:
    """Return (code, status, what happened, what to do), one row a code, ordered by code."""
    rows: dict[str, list[type[AppError]]] = {}
    for error in all_errors():
        if error.__module__.startswith("musaic."):
            rows.setdefault(error.code, []).append(error)
    return [
        (
            code,
            str(int(errors[0].status)),
            _told(inspect.getdoc(error) or "" for error in errors),
            _told(error.detail_default for error in errors),
        )
        for code, errors in sorted(rows.items())
    ]


def setting_rows() -> list[Row]:
    """Return (variable, default, what for), in the order of the class."""
    return [
        (f"MUSAIC_{name.upper()}", _default(field), " ".join((field.description or "").split()))
        for name, field in Settings.model_fields.items()
    ]


def kind_rows(kinds: tuple[JobKind, ...]) -> list[Row]:
    """Return (kind, steps with their share, soft and hard limit, attempts, queue)."""
    return [
        (
            kind.name,
            ", ".join(f"{step.name} {_share(kind, step.weight)} %" for step in kind.steps),
            f"{kind.soft_limit_s} s",
            f"{kind.hard_limit_s} s",
            str(kind.max_attempts),
            kind.queue,
        )
        for kind in kinds
    ]


def route_rows(document: dict[str, Any]) -> list[Row]:
    """Return (method, path, summary) of an OpenAPI document, in its order."""
    return [
        (method.upper(), path, operation.get("summary", ""))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


@router.get("/docs/errors")
async def error_page() -> HTMLResponse:
    """Show every error to whoever follows the ``type`` of a problem."""
    sections = "\n".join(
        _SECTION.format(html.escape(code), status, html.escape(phrase(int(status))), *map(html.escape, rest))
        for code, status, *rest in error_rows()
    )
    page = _PAGE.format(sections=sections)
    return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"})


def _told(sentences: Iterator[str]) -> str:
    """Return each sentence once; of a longer text only its first paragraph."""
    first = (" ".join(sentence.split("\n\n")[0].split()) for sentence in sentences)
    return " ".join(dict.fromkeys(first))


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, SecretStr):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _share(kind: JobKind, weight: float) -> int:
    return round(100 * weight / sum(step.weight for step in kind.steps))
