"""A default in a reply's schema makes the field optional in every generated client."""

import ast
from collections.abc import Iterator

from house_rules.source import Finding, Source


def check(source: Source) -> Iterator[Finding]:
    """Yield each field with a default in a class that derives from an output schema."""
    outputs = {"Output"}
    for node in source.tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
        if not bases & outputs:
            continue
        outputs.add(node.name)
        for item in node.body:
            if isinstance(item, ast.AnnAssign) and item.value is not None and not _is_required(item.value):
                yield Finding(source.path, item.lineno, f"{node.name} has a default; outputs have none")


def _is_required(value: ast.expr) -> bool:
    """Tell whether ``value`` is a ``Field(...)`` that only describes, without a default."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Field"):
        return False
    return not value.args and not any(key.arg in {"default", "default_factory"} for key in value.keywords)
