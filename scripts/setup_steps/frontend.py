"""The frontend's packages and the built app."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from setup_steps import node
from setup_steps.places import BIN, FRONTEND
from setup_steps.shell import Step, digest, run

_PACKAGES = FRONTEND / "node_modules"
_BUILT = FRONTEND / "dist" / "musaic-web" / "browser"
_NOT_SOURCES = {"node_modules", "dist", ".angular", "e2e", "coverage", "test-results", "playwright-report"}


def steps() -> tuple[Step, ...]:
    """Return the steps: packages exactly as locked, then the production build."""
    if not (FRONTEND / "package-lock.json").exists():
        return ()
    locked = (FRONTEND / "package.json", FRONTEND / "package-lock.json", FRONTEND / ".npmrc")
    return (
        Step("npm", "Installing the app's packages", lambda: digest(locked), _PACKAGES, _install),
        Step("app", "Building the app", lambda: digest(_sources()), _BUILT / "ngsw.json", _build),
    )


def _install() -> None:
    # No package of ours needs its install script, and none may run on the operator's machine.
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    run("npm", [str(BIN / "npm"), "ci", *flags], env=node.environment(), cwd=FRONTEND)


def _build() -> None:
    run("app", [str(BIN / "npm"), "run", "build"], env=node.environment(), cwd=FRONTEND)


def _sources() -> Iterator[Path]:
    """Yield what the build reads; tests beside the sources change nothing that is built."""
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in _NOT_SOURCES]
        yield from (Path(folder) / name for name in files if not name.endswith(".spec.ts"))
