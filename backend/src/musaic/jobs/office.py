"""The job kinds and carriers of this process, set once at its start.

``submit`` is called deep inside other rooms, which must not carry a broker around: a process has
exactly one set of kinds, one broker and one channel of hints, so they stand here.
"""

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs.kinds import KindRegistry
from musaic.jobs.ports import Broker, Hints
from musaic.platform.database import after_commit


@dataclass
class Office:
    """What ``entrypoints.wiring`` hands to this room."""

    kinds: KindRegistry = field(default_factory=KindRegistry)
    broker: Broker | None = None
    hints: Hints | None = None

    def announce_after(self, session: AsyncSession, user_id: int) -> None:
        """Hint to the user's streams once ``session`` has committed."""
        hints = self.hints
        if hints is not None:
            after_commit(session, lambda: hints.announce(user_id))


_office = Office()


def open_office(office: Office) -> None:
    """Set the kinds and carriers of this process."""
    global _office  # noqa: PLW0603  one per process on purpose
    _office = office


def current_office() -> Office:
    """Return the kinds and carriers of this process."""
    return _office
