"""Print the path of a Chromium; install Debian's, and further programs of the tests, when root may.

The end-to-end tests need a browser: the one in the variable CHROMIUM, else one on the PATH. The test
of mpdscribble, a real scrobbler, is skipped where that is not installed. What is missing is installed
as root on a machine with apt-get; otherwise the message says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SCROBBLER = "mpdscribble"
_INSTALL = "apt-get install -y --no-install-recommends"


def browser() -> str | None:
    """Return the browser's path, None when there is none."""
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next((path for path in map(shutil.which, _BROWSERS) if path), None)


def missing() -> list[str]:
    """Return the packages that the tests would use and this machine lacks."""
    packages = [] if browser() or os.environ.get("CHROMIUM") else ["chromium"]
    return packages if shutil.which(_SCROBBLER) else [*packages, _SCROBBLER]


def main() -> int:
    """Print the browser's path; the exit status is 1 when there is none."""
    packages = missing()
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write(f"Installing Debian's packages: {' '.join(packages)}\n")
        _run("apt-get update")
        for package in packages:
            _run(f"{_INSTALL} {package}")
    path = browser()
    if path is None:
        sys.stderr.write(
            "The end-to-end tests need Chromium or Google Chrome on the PATH, or its path in the "
            f"variable CHROMIUM.\nOn Debian or Ubuntu: sudo {_INSTALL} chromium\n"
        )
        return 1
    sys.stdout.write(path + "\n")
    return 0


def _run(command: str) -> None:
    """Run a command of our own words; a package that cannot be had is missed by its own tests."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command.split(), check=False, stdout=sys.stderr, env=environment)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
