"""Install into this folder whatever a target needs; nothing to do takes a fraction of a second.

``python3 scripts/bootstrap.py run`` prepares for ``make run``, ``… dev`` for tests and checks.
Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  this very check must run on an old Python
    sys.exit(
        f"Musaic needs Python 3.11 or newer and this is {sys.version.split()[0]}.\n"
        "Install a newer one, or name it: make PYTHON=python3.12 run"
    )

import fcntl
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from setup_steps import backend, frontend, node, shell, uv
from setup_steps.places import TOOLS


def main() -> int:
    """Run every step of the profile that is not up to date; return the exit status."""
    profile = sys.argv[1] if len(sys.argv) > 1 else "run"
    if profile not in {"run", "dev"}:
        sys.stderr.write("usage: bootstrap.py [run|dev]\n")
        return 2
    # A supervisor or `make` that is told to stop must not leave an installer behind.
    signal.signal(signal.SIGTERM, _interrupt)
    TOOLS.mkdir(exist_ok=True)
    began = time.monotonic()
    with (TOOLS / "lock").open("w") as lock:
        try:
            _take(lock.fileno())
            changed = _install(dev=profile == "dev")
        except KeyboardInterrupt:
            shell.stop_children()
            sys.stderr.write("Interrupted; the next start continues from here.\n")
            return 130
        except shell.StepError as error:
            shell.stop_children()
            sys.stderr.write(f"\n{error}\n")
            return 1
    if changed:
        shell.say(f"Everything is installed ({time.monotonic() - began:.0f} s)")
    return 0


def _install(*, dev: bool) -> bool:
    """Install Python's and Node's worlds side by side; say whether anything had to be done."""
    if not any(step.needed() for step in (*backend.steps(dev=dev), *node.steps(), *frontend.steps())):
        return False
    uv.step().run()
    with ThreadPoolExecutor(max_workers=2) as pool:
        lanes = (backend.steps(dev=dev), (*node.steps(), *frontend.steps()))
        waiting = [pool.submit(_run_lane, lane) for lane in lanes]
        try:
            for lane in waiting:
                lane.result()
        except BaseException:
            shell.stop_children()  # or the pool would wait for the other lane
            raise
    return True


def _run_lane(lane: tuple[shell.Step, ...]) -> None:
    for step in lane:
        step.run()


def _take(descriptor: int) -> None:
    """Wait for another set-up in this folder."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        shell.say("Waiting for another set-up in this folder")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
