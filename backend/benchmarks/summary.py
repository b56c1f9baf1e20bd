"""The one line that each benchmark says about itself; ``scripts/bench.sh`` gathers them in a table."""

import os
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
