"""Settings are read in one place; the processes' entrypoints may pass an environment on."""

import ast
from collections.abc import Iterator

from house_rules.source import Finding, Source

FREE = {"platform/settings.py"}
FREE_FOLDERS = ("entrypoints/", "platform/supervisor/", "platform/embedded/")


def check(source: Source) -> Iterator[Finding]:
    """Yield each use of ``os.environ`` or ``os.getenv`` elsewhere."""
    path = str(source.path)
    if path in FREE or path.startswith(FREE_FOLDERS):
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
        ):
            yield Finding(source.path, node.lineno, f"`os.{node.attr}`: add a field to platform/settings.py")
