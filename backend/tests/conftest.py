"""Fixtures of the whole suite, by concern in ``fixtures/``."""

pytest_plugins = [
    "fixtures.servers",
    "fixtures.database",
    "fixtures.api",
    "fixtures.listening",
    "fixtures.media",
    "fixtures.inhabited",
    "fixtures.scrobbling",
    "fixtures.shared_data",
]
