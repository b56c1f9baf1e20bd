"""``python -m house_rules [root]``: print every broken rule, exit 1 if there is one."""

import sys
from pathlib import Path

from house_rules import (
    commits_at_the_edge,
    environment_in_settings,
    outputs_without_defaults,
    queries_in_repositories,
    small_files,
)
from house_rules.source import Finding, Source

RULES = (
    commits_at_the_edge,
    environment_in_settings,
    outputs_without_defaults,
    queries_in_repositories,
    small_files,
)
PACKAGE = Path(__file__).resolve().parents[2] / "src" / "musaic"


def findings(root: Path) -> list[Finding]:
    """Return every finding below ``root``."""
    sources = [Source.read(file, root) for file in sorted(root.rglob("*.py"))]
    return [
        finding
        for source in sources
        if len(source.path.parts) > 1
        for rule in RULES
        for finding in rule.check(source)
    ]


def main() -> int:
    """Check the package (or the folder given)."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE
    broken = findings(root)
    for finding in broken:
        print(f"{root / finding.path}:{finding.line}: {finding.message}")
    print(f"house rules: {len(broken)} broken" if broken else "house rules: kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
