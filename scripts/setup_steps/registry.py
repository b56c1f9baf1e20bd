"""Hand the machine's registry, proxy and certificate settings on to uv and npm.

pip reads its own files; uv and npm do not read pip's. Whatever pip would use is translated, and
whatever is set for uv or npm already is left alone. Proxies pass through the environment untouched.
"""

from __future__ import annotations

import os
import subprocess
import sys

_CA_NAMES = ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def certificates() -> dict[str, str]:
    """Return the variables that make uv and Node trust what pip trusts."""
    chosen = next((os.environ[name] for name in _CA_NAMES if os.environ.get(name)), None)
    chosen = chosen or _pip_settings().get("cert")
    if chosen is None:
        return {}
    names = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")
    return {name: chosen for name in names if not os.environ.get(name)}


def uv_environments() -> list[dict[str, str]]:
    """Return the environments to try in turn for uv.

    First the registry that pip uses by default; if that lacks a package, pip's further registries
    and folders too, chosen from as pip does.
    """
    base = {**os.environ, **certificates(), "UV_NO_PROGRESS": "1", "UV_PYTHON_DOWNLOADS": "never"}
    settings = _pip_settings()
    if settings.get("index-url") and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & os.environ.keys():
        base["UV_DEFAULT_INDEX"] = settings["index-url"]
    further = dict(base)
    if settings.get("extra-index-url"):
        further.setdefault("UV_INDEX", " ".join(settings["extra-index-url"].split()))
        further.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    if settings.get("find-links"):
        further.setdefault("UV_FIND_LINKS", ",".join(settings["find-links"].split()))
    return [base] if further == base else [base, further]


def _pip_settings() -> dict[str, str]:
    """Return pip's settings by their plain names; a more specific one comes later and wins."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "config", "list"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in {"global", "install", ":env:"}:
            found[name] = value.strip().strip("'\"").replace("\\n", " ")
    return found
