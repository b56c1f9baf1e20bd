"""The backend's virtual environment, exactly as locked."""

from __future__ import annotations

import sys
from pathlib import Path

from setup_steps import registry
from setup_steps.places import BACKEND, TOOLS, VENV_PYTHON
from setup_steps.shell import Step, digest, run
from setup_steps.uv import UV, pip_install

_VENV = BACKEND / ".venv"
_COMMAND = _VENV / "bin" / "musaic"


def steps(*, dev: bool) -> tuple[Step, ...]:
    """Return the steps for running, or also for testing.

    An environment for tests serves a run as well, so ``make run`` after ``make test`` changes nothing.
    """
    full = _step("backend-dev", BACKEND / "requirements-dev.lock")
    if dev or not full.needed():
        return (full, _kernels(BACKEND / "requirements-dev.lock"))
    return (_step("backend", BACKEND / "requirements.lock"), _kernels(BACKEND / "requirements.lock"))


def _kernels(lock: Path) -> Step:
    """Compile what librosa compiles at first use, or the first song to be split would wait for it."""

    def install() -> None:
        code = "from musaic.studio.analysis import warm_up; warm_up()"
        run("kernels", [str(VENV_PYTHON), "-c", code], env=registry.uv_environments()[0])

    inputs = (lock, BACKEND / "src" / "musaic" / "studio" / "analysis.py")
    return Step("kernels", "Compiling the audio kernels", lambda: digest(inputs), _COMMAND, install)


def _step(name: str, lock: Path) -> Step:
    def install() -> None:
        # One environment, two possible contents: the other's stamp is no longer true.
        for other in ("backend", "backend-dev"):
            (TOOLS / "stamps" / other).unlink(missing_ok=True)
        environment = registry.uv_environments()[0]
        if not _usable():
            create = [str(UV), "venv", "--quiet", "--clear", "--python", sys.executable, str(_VENV)]
            run("venv", create, env=environment)
        target = ["--quiet", "--python", str(VENV_PYTHON)]
        pip_install(name, ["sync", *target, "--require-hashes", str(lock)])
        editable = ["--no-deps", "--no-build-isolation", "--editable", str(BACKEND)]
        pip_install(name, ["install", *target, *editable])

    inputs = (lock, BACKEND / "pyproject.toml")
    return Step(name, "Installing the backend's packages", lambda: digest(inputs), _COMMAND, install)


def _usable() -> bool:
    """Say whether the environment exists, was made here and belongs to this Python."""
    try:
        lines = (_VENV / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    home = next((line.partition("=")[2].strip() for line in lines if line.startswith("home")), "")
    base = Path(sys.base_prefix) / "bin"
    # Its commands begin with the path of its Python: after a move they would start another one.
    try:
        first = _COMMAND.read_text(encoding="utf-8").splitlines()[0]
    except (FileNotFoundError, IndexError):
        first = str(_VENV)
    return VENV_PYTHON.exists() and Path(home) == base and str(_VENV) in first
