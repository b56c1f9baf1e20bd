"""The app as a browser gets it: kilobytes of its first load, and Lighthouse on landing and log-in.

Needs the built app, its packages and a Chromium (``scripts/find_programs.py``); says by name what is
missing. ``MUSAIC_BENCH_LIGHTHOUSE=0`` leaves Lighthouse out. The baseline of the bundle is the same
files as they are, uncompressed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from bench_start import start, stop
from summary import summary

from musaic.platform.embedded.ports import free_port

REPOSITORY = Path(__file__).resolve().parents[2]
APP = Path(os.environ.get("MUSAIC_WEB_ROOT", REPOSITORY / "frontend" / "dist" / "musaic-web" / "browser"))
LIGHTHOUSE = REPOSITORY / "frontend" / "tools" / "lighthouse.mjs"
GOAL_KB = 150
LINE = re.compile(r"^(/\S*) (mobile|desktop): (.*?) \((.*)\)$")
BARS = {
    "mobile": {"performance": 90, "accessibility": 100, "best-practices": 100, "seo": 100},
    "desktop": {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100},
}
COMPRESS = (
    "const z=require('zlib'),f=require('fs');let n=0;for(const p of process.argv.slice(1))"
    "n+=z.brotliCompressSync(f.readFileSync(p)).length;console.log(n)"
)


class Shell(HTMLParser):
    """Collects the scripts and styles that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.named: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take scripts, style sheets and what is preloaded as a module."""
        given = dict(attrs)
        if tag == "script" and given.get("src"):
            self.named.append(str(given["src"]))
        if tag == "link" and given.get("rel") in {"stylesheet", "modulepreload"}:
            self.named.append(str(given["href"]))


def bundle() -> None:
    """Print what the shell names, compressed as a server would."""
    shell = Shell()
    shell.feed((APP / "index.html").read_text(encoding="utf-8"))
    paths = [APP / name.lstrip("/") for name in dict.fromkeys(shell.named)]
    whole = sum(path.stat().st_size for path in paths)
    done = subprocess.run(
        ["node", "-e", COMPRESS, *map(str, paths)], check=True, capture_output=True, text=True
    )
    packed = int(done.stdout)
    summary(
        "first load of the app",
        f"{packed / 1000:.0f} kB brotli",
        bar=f"{GOAL_KB} kB",
        met=packed <= GOAL_KB * 1000,
        ratio=f"{packed / whole:.2f} x its {whole / 1000:.0f} kB, {len(paths)} files",
    )


def lighthouse() -> None:
    """Start Musaic and let the app's own tool measure it; print its medians."""
    browser = subprocess.run(
        [sys.executable, REPOSITORY / "scripts" / "find_programs.py"],
        check=False,
        capture_output=True,
        text=True,
    )
    if browser.returncode != 0 or not LIGHTHOUSE.exists():
        print(f"skipped: no Chromium or no {LIGHTHOUSE.name}\n{browser.stderr}")
        return
    folder, port = Path(tempfile.mkdtemp(prefix="musaic-app-")), free_port()
    env = {"MUSAIC_PORT": str(port), "MUSAIC_DATA_DIR": str(folder / "var"), "MUSAIC_WEB_ROOT": str(APP)}
    process, _ = start([sys.executable, "-m", "musaic.entrypoints.cli", "up"], port, env)
    try:
        done = subprocess.run(
            ["node", LIGHTHOUSE, f"http://127.0.0.1:{port}"],
            env=os.environ | env | {"CHROME_PATH": browser.stdout.strip()},
            check=False,
            capture_output=True,
            text=True,
        )
    finally:
        stop(process)
        shutil.rmtree(folder, ignore_errors=True)
    print(done.stdout)
    found = [match for match in map(LINE.match, done.stdout.splitlines()) if match]
    for page, form, text, facts in (match.groups() for match in found):
        scores = {name: int(score) for name, score in re.findall(r"([a-z-]+) (\d+)", text)}
        bars = BARS[form]
        summary(
            f"Lighthouse {page} {form}",
            " ".join(str(scores.get(name, 0)) for name in bars),
            bar=" ".join(map(str, bars.values())),
            met=all(scores.get(name, 0) >= bar for name, bar in bars.items()),
            ratio=facts,
        )
    if not found:
        sys.exit(f"Lighthouse measured nothing:\n{done.stderr}")


def main() -> None:
    """Measure the bundle, then the pages."""
    if not (APP / "index.html").exists():
        print(f"skipped: no built app in {APP}")
        return
    bundle()
    if os.environ.get("MUSAIC_BENCH_LIGHTHOUSE", "1") != "0":
        lighthouse()


if __name__ == "__main__":
    # An interrupted run stops Musaic too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
