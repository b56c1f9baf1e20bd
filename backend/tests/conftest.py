"""Fixtures of the whole suite, by concern in ``fixtures/``."""

import os

# What whoever runs the tests has set for an own Musaic must not change them.
for _name in [name for name in os.environ if name.startswith("MUSAIC_")]:
    if _name not in {
        "MUSAIC_SHARED_DATA",
        "MUSAIC_WHISPER_MODEL_DIR",
        "MUSAIC_CHAOS_SECONDS",
        "MUSAIC_CHAOS_SEED",
        "MUSAIC_ROLLUP_EXAMPLES",
    }:
        del os.environ[_name]

pytest_plugins = [
    "fixtures.servers",
    "fixtures.database",
    "fixtures.api",
    "fixtures.listening",
    "fixtures.media",
    "fixtures.inhabited",
    "fixtures.scrobbling",
    "fixtures.tag_services",
    "fixtures.shared_data",
]
