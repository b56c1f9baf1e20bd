"""The services that may be asked in this process, set once at its start.

Questions are asked deep inside jobs, which carry no settings, so the pieces stand here.
"""

from collections.abc import Sequence

from musaic.integrations.tags import TagSource

_sources: tuple[TagSource, ...] = ()


def install(sources: Sequence[TagSource]) -> None:
    """Set the services of this process; none by default: nothing leaves the house."""
    global _sources  # noqa: PLW0603  one per process on purpose
    _sources = tuple(sources)


def sources() -> tuple[TagSource, ...]:
    """Return the services that the operator has set up."""
    return _sources
