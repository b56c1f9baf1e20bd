"""One request or task is one transaction: nobody below the edge commits."""

import ast
from collections.abc import Iterator

from house_rules.source import Finding, Source


def check(source: Source) -> Iterator[Finding]:
    """Yield each ``.commit()`` or ``.rollback()`` outside the platform floor."""
    if source.floor == "platform":
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"commit", "rollback"}
        ):
            message = f"`.{node.func.attr}()`: the edge ends transactions, not the rooms"
            yield Finding(source.path, node.lineno, message)
