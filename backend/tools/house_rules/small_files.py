"""Small files, small functions: split before, not after."""

import ast
from collections.abc import Iterator

from house_rules.source import Finding, Source

FILE_LINES = 300
FUNCTION_LINES = 50


def check(source: Source) -> Iterator[Finding]:
    """Yield the file and each function that outgrew its limit."""
    lines = source.text.count("\n")
    if lines > FILE_LINES:
        yield Finding(source.path, 1, f"{lines} lines; at most {FILE_LINES}: split by use case")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield Finding(
                    source.path, node.lineno, f"{node.name} has {length} lines; at most {FUNCTION_LINES}"
                )
