"""Write the tables of docs/{errors,settings,jobs,api}.md from the code; with --check only compare.

A page is prose around one table between two marks; only what stands between them is written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from musaic.entrypoints import documents
from musaic.entrypoints.api import create_app
from musaic.entrypoints.wiring import JOB_KINDS
from musaic.platform.settings import Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- written by scripts/write_docs.py -->\n", "<!-- until here -->\n"


def tables() -> dict[str, str]:
    """Return the table of each page."""
    routes = documents.route_rows(create_app(Settings(web_root=None)).openapi())
    return {
        "errors.md": _table(
            ("code", "status", "what happened", "what it says"), documents.error_rows(), anchors=True
        ),
        "settings.md": _table(("setting", "default", "what for"), documents.setting_rows(), code=(0, 1)),
        "jobs.md": _table(
            ("kind", "steps and their share", "asked to stop after", "killed after", "attempts", "queue"),
            documents.kind_rows(JOB_KINDS),
        ),
        "api.md": _table(("method", "path", "what it does"), routes, code=(1,)),
    }


def _table(
    titles: documents.Row, rows: list[documents.Row], *, code: tuple[int, ...] = (0,), anchors: bool = False
) -> str:
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    for row in rows:
        cells = [
            f"`{cell}`" if column in code and cell else cell.replace("|", "\\|")
            for column, cell in enumerate(row)
        ]
        if anchors:
            cells[0] = f'<a id="{row[0]}"></a>{cells[0]}'
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _rewritten(page: str, table: str) -> str:
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table}{END}{after}"


def main() -> int:
    """Write the pages, or say which lines of them are not fresh."""
    check = sys.argv[1:] == ["--check"]
    stale = 0
    for name, table in tables().items():
        page = DOCS / name
        written = page.read_text("utf-8")
        fresh = _rewritten(written, table)
        if written == fresh:
            continue
        if not check:
            page.write_text(fresh, "utf-8")
            continue
        stale += 1
        sys.stderr.write(f"docs/{name} is not fresh: run make api-client and commit the result\n")
        before, after = set(written.splitlines()), set(fresh.splitlines())
        sys.stderr.writelines(f"  missing: {line}\n" for line in fresh.splitlines() if line not in before)
        sys.stderr.writelines(f"  too much: {line}\n" for line in written.splitlines() if line not in after)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
