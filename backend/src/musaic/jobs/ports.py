"""What this room needs from outside, and the context it lends to handlers."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


class JobContext(Protocol):
    """What a handler works with: who, what, and how to tell the outside how far it is."""

    @property
    def job_id(self) -> UUID:
        """The job."""

    @property
    def user_id(self) -> int:
        """Whose job it is."""

    @property
    def args(self) -> Mapping[str, Json]:
        """What was submitted."""

    @property
    def attempt(self) -> int:
        """Which start this is, from 1."""

    @property
    def scratch(self) -> Path:
        """An empty folder of this attempt, removed afterwards."""

    def progress(self, step: str, fraction: float) -> None:
        """Say how far ``step`` is (0 to 1). Cheap, thread-safe, written at most twice a second.

        Raises JobCancelled or LeaseLost when the handler must stop.
        """

    def check(self) -> None:
        """Raise JobCancelled or LeaseLost when the handler must stop. Thread-safe."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """One short transaction of the job's user, for reading or for writes safe to repeat."""

    def finish(self, result: Mapping[str, Json] | None = None) -> AbstractAsyncContextManager[AsyncSession]:
        """Open the one fenced transaction: result rows and ``succeeded`` commit together or not at all.

        Raises LeaseLost or JobCancelled at its end when this attempt no longer owns the job.
        """


@dataclass(frozen=True)
class Dispatch:
    """What a message to the workers is made of; the rest stands in the database."""

    job_id: UUID
    kind: str


class Broker(Protocol):
    """Carries job ids to workers. Losing messages is allowed, repeating them too."""

    async def publish(self, dispatches: Sequence[Dispatch]) -> int:
        """Send the messages in order and return how many were accepted; never raises."""


class Hints(Protocol):
    """Tells API processes that a user's jobs changed. Losing hints is allowed."""

    async def announce(self, user_id: int) -> None:
        """Send one hint; never raises, gives up quickly."""
