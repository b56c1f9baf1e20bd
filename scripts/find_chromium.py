"""Print the path of a Chromium for the end-to-end tests, installing Debian's when root may.

Order: the variable CHROMIUM, then the PATH. Without one, and as root on a machine with apt-get,
the package ``chromium`` is installed; otherwise the message says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_INSTALL = "apt-get install -y --no-install-recommends chromium"


def find() -> str | None:
    """Return the browser's path, None when there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next((path for path in map(shutil.which, _NAMES) if path), None)


def main() -> int:
    """Print the path; the exit status is 1 when there is no browser."""
    path = find()
    if path is None and not os.environ.get("CHROMIUM") and _may_install():
        sys.stderr.write("No Chromium found: installing Debian's package\n")
        for command in ("apt-get update", _INSTALL):
            subprocess.run(  # noqa: S603  our own words
                command.split(),
                check=True,
                stdout=sys.stderr,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        path = find()
    if path is None:
        sys.stderr.write(
            "The end-to-end tests need Chromium or Google Chrome on the PATH, or its path in the "
            f"variable CHROMIUM.\nOn Debian or Ubuntu: sudo {_INSTALL}\n"
        )
        return 1
    sys.stdout.write(path + "\n")
    return 0


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


if __name__ == "__main__":
    sys.exit(main())
