"""Modules that are loaded when they are first needed: what only a job uses must not slow every start.

SciPy, librosa, PyAV and the engines cost seconds of start-up and more than a hundred megabytes in each
process. API, dispatcher and idle workers never touch them; ``tests/entrypoints/test_light_start.py``
holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def load(target: str) -> Any:
    """Return what ``package.module:name`` names; raises ImportError or AttributeError."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def exports(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Return a module's ``__getattr__`` that takes each name in ``homes`` from its module at first use.

    ``homes`` maps names to modules. The door imports the same names under ``TYPE_CHECKING``, so that
    their types are known.
    """

    def find(name: str) -> Any:
        if name not in homes:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        return load(f"{homes[name]}:{name}")

    return find
