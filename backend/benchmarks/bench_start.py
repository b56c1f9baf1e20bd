"""`musaic up`: seconds until /readyz answers 200, on an empty data directory and at the second start.

The baseline of the same run is what any Python web service on PostgreSQL needs: starting an own server
on the same data and a bare uvicorn with an empty FastAPI. Also prints the memory of each idle process
group (proportional set size), and how long stopping takes.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
from summary import summary

from musaic.platform.embedded import EmbeddedPostgres
from musaic.platform.embedded.ports import free_port

FIRST_GOAL_S, GOAL_S, STOP_GOAL_S = 60.0, 8.0, 10.0
IDLE_S = 6.0
POLL_S = 0.02
MOST_S = 240
BARE = "from fastapi import FastAPI; app = FastAPI(); app.get('/readyz')(lambda: {})"
MEBIBYTE = 1024 * 1024


def wait_ready(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return when /readyz answers 200; raises SystemExit when the process ends before."""
    deadline = time.monotonic() + MOST_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(POLL_S)
    sys.exit(f"not ready: status {process.poll()}")


def start(command: list[str], port: int, env: dict[str, str]) -> tuple["subprocess.Popen[bytes]", float]:
    """Start a program; return it and the seconds until it is ready."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_ready(port, process)
    return process, time.perf_counter() - began


def stop(process: "subprocess.Popen[bytes]") -> float:
    """Stop as Ctrl-C would; return the seconds it took."""
    began = time.perf_counter()
    process.send_signal(signal.SIGINT)
    process.wait(60)
    return time.perf_counter() - began


def memory(parent: int) -> None:
    """Print the memory of every child of the supervisor, with its own children."""
    for child in psutil.Process(parent).children():
        family = [child, *child.children(recursive=True)]
        parts = [process.memory_full_info() for process in family]
        words = " ".join(child.cmdline()[1:4])[:60]
        rss = [round(part.rss / MEBIBYTE) for part in parts]
        pss = sum(part.pss for part in parts) / MEBIBYTE
        print(f"  {child.name()[:14]:<14} {pss:5.0f} MiB together, resident {rss}  {words}")


def musaic(data: Path, *, look: bool) -> tuple[float, float]:
    """Start and stop Musaic on ``data``; return both times."""
    port = free_port()
    env = {"MUSAIC_PORT": str(port), "MUSAIC_DATA_DIR": str(data)}
    process, ready_s = start([sys.executable, "-m", "musaic.entrypoints.cli", "up"], port, env)
    if look:
        time.sleep(IDLE_S)
        memory(process.pid)
    return ready_s, stop(process)


def baseline(data: Path) -> float:
    """Return the seconds of PostgreSQL on the same data, then of an empty web service."""
    postgres = EmbeddedPostgres(data / "postgres")
    began = time.perf_counter()
    postgres.start()
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "bare:app", "--port", str(port), "--log-level", "error"]
    (data / "bare.py").write_text(BARE)
    process, _ = start(command, port, {"PYTHONPATH": str(data)})
    seconds = time.perf_counter() - began
    stop(process)
    postgres.stop()
    return seconds


def main() -> None:
    """Start twice, then the baseline."""
    folder = Path(tempfile.mkdtemp(prefix="musaic-start-"))
    try:
        data = folder / "data"
        first, _ = musaic(data, look=False)
        second, stopping = musaic(data, look=True)
        bare = baseline(data)
        print(f"first {first:.2f} s, second {second:.2f} s, stop {stopping:.2f} s, bare {bare:.2f} s")
        summary(
            "first start",
            f"{first:.1f} s",
            bar=f"{FIRST_GOAL_S:.0f} s",
            met=first <= FIRST_GOAL_S,
            ratio=f"{first / second:.1f} x second",
        )
        summary(
            "second start",
            f"{second:.1f} s",
            bar=f"{GOAL_S:.0f} s",
            met=second <= GOAL_S,
            ratio=f"{second / bare:.1f} x bare service",
        )
        summary("stop", f"{stopping:.1f} s", bar=f"{STOP_GOAL_S:.0f} s", met=stopping <= STOP_GOAL_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
