"""The one line that each benchmark says about itself; ``scripts/bench.sh`` gathers them in a table."""

import os
import sys
from pathlib import Path


def summary(name: str, figure: str, *, bar: str = "", met: bool | None = None, ratio: str = "") -> None:
    """Print ``name: figure (bar …) ratio``; also append it to the file MUSAIC_BENCH_SUMMARY names.

    ``bar`` is the promised figure, ``met`` whether it was kept, ``ratio`` the relation to the
    baseline of the same run.
    """
    kept = {True: "met", False: "MISSED", None: "-"}[met]
    promise = f" (bar {bar}: {kept})" if bar else ""
    print(f"SUMMARY {name}: {figure}{promise}{'  ' + ratio if ratio else ''}", flush=True)
    target = os.environ.get("MUSAIC_BENCH_SUMMARY")
    if target:
        with Path(target).open("a", encoding="utf-8") as file:
            file.write("\t".join((name, figure, bar or "-", kept, ratio or "-")) + "\n")


def table(lines: list[str]) -> str:
    """Return the gathered lines as columns."""
    rows = [("what", "figure", "bar", "kept", "ratio in the same run"), *(line.split("\t") for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(row[column].ljust(widths[column]) for column in range(4)), row[4]]) for row in rows
    )


if __name__ == "__main__":
    print(table(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()))
