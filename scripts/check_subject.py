"""Refuse a commit whose subject is not conventional: ``check_subject.py MESSAGE_FILE``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

LONGEST = 72
SUBJECT = re.compile(r"(feat|fix|perf|refactor|test|docs|build|ci|chore)(\([a-z0-9-]+\))?!?: \S.*")


def main() -> int:
    """Check the first line of the message; return the exit status."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    subject = lines[0] if lines else ""
    if subject.startswith(("Merge ", "Revert ", "merge: ", "fixup! ")):
        return 0
    if not SUBJECT.fullmatch(subject):
        sys.stderr.write("The subject must read like `feat(studio): play stems in sync`.\n")
        return 1
    if len(subject) > LONGEST:
        sys.stderr.write(f"The subject has {len(subject)} characters; {LONGEST} are the most.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
