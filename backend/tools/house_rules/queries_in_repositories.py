"""Every query lives in a repository, so that owner filters can be read in one place."""

import ast
from collections.abc import Iterator

from house_rules.source import Finding, Source

QUERY_BUILDERS = {"select", "insert", "update", "delete", "text"}
FREE_FLOORS = {"platform", "entrypoints"}


def check(source: Source) -> Iterator[Finding]:
    """Yield each import of a query builder outside repositories and models."""
    if source.floor in FREE_FLOORS or source.is_furniture("repository") or source.is_furniture("models"):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            for name in node.names:
                if name.name in QUERY_BUILDERS:
                    message = f"`{name.name}` belongs in this room's repository"
                    yield Finding(source.path, node.lineno, message)
