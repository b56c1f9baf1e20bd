"""Write the application's OpenAPI document; no server is needed for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from musaic.entrypoints.api import create_app
from musaic.platform.settings import Settings


def main() -> int:
    """Write to the path given as the only argument."""
    application = create_app(Settings(web_root=None))
    text = json.dumps(application.openapi(), indent=2, ensure_ascii=False, sort_keys=True)
    Path(sys.argv[1]).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
