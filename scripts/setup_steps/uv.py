"""uv, the installer of everything else made of Python wheels."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from setup_steps import registry
from setup_steps.places import TOOLS
from setup_steps.shell import Step, StepError, run

VERSION = "0.13.8"
_HOME = TOOLS / "uv"
_VENV = TOOLS / "venv"
UV = _HOME / "bin" / "uv"
_NO_PIP = f"""\
This Python ({sys.executable}) has neither pip nor a working venv module, so nothing can be installed.
On Debian or Ubuntu: apt-get install python3-venv    On Fedora: dnf install python3-pip
Then start again."""


def step() -> Step:
    """Install uv into the project's folder."""
    return Step("uv", "Installing uv", lambda: VERSION, UV, _install)


def _install() -> None:
    wanted = f"uv=={VERSION}"
    environment = {**os.environ, **registry.certificates()}
    if importlib.util.find_spec("pip") is not None:
        target = ["install", "--quiet", "--no-deps", "--upgrade", "--target", str(_HOME), wanted]
        run("uv", [sys.executable, "-m", "pip", *target], env=environment)
        return
    _UvWithoutPip(environment, wanted).install()


class _UvWithoutPip:
    """Debian's Python comes without pip: borrow one from a virtual environment."""

    def __init__(self, environment: dict[str, str], wanted: str) -> None:
        self._environment = environment
        self._wanted = wanted

    def install(self) -> None:
        """Make a virtual environment with pip, or take a uv that is already on the machine."""
        try:
            run("venv", [sys.executable, "-m", "venv", "--clear", str(_VENV)], env=self._environment)
        except StepError as error:
            self._link_existing(error)
            return
        pip = [str(_VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        run("uv", [*pip, "--upgrade", "--target", str(_HOME), self._wanted], env=self._environment)

    def _link_existing(self, reason: StepError) -> None:
        existing = shutil.which("uv")
        if existing is None:
            raise StepError(_NO_PIP) from reason
        UV.parent.mkdir(parents=True, exist_ok=True)
        UV.unlink(missing_ok=True)
        UV.symlink_to(Path(existing).resolve())


def pip_install(name: str, arguments: list[str]) -> None:
    """Run ``uv pip …`` with the machine's registries; the last failure is the one reported."""
    environments = registry.uv_environments()
    for environment in environments[:-1]:
        try:
            run(name, [str(UV), "pip", *arguments], env=environment)
        except StepError:
            continue
        return
    run(name, [str(UV), "pip", *arguments], env=environments[-1])
