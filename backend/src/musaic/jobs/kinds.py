"""What kinds of jobs there are: their steps, limits and handlers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from musaic.jobs.ports import JobContext
from musaic.platform import late
from musaic.platform.database import Database
from musaic.platform.settings import Settings

Handler = Callable[[JobContext], Awaitable[None]]
QUEUES = ("default", "audio")


def late_handler(target: str) -> Handler:
    """Return the handler ``package.module:name``, whose module is loaded by the first job that needs it.

    Every process knows every kind, but only a worker runs them: this keeps engines out of the others.
    """

    async def run(ctx: JobContext) -> None:
        handler: Handler = await asyncio.to_thread(late.load, target)
        await handler(ctx)

    return run


@dataclass(frozen=True)
class Step:
    """One step of a job kind; ``weight`` is its share of the whole, relative to the other steps."""

    name: str
    weight: float = 1.0


@dataclass(frozen=True)
class JobKind:
    """A kind of job: ``handler`` runs its ``steps`` in order.

    After ``soft_limit_s`` the handler is asked to stop and the job fails; after ``hard_limit_s``
    its process is killed. ``max_attempts`` counts starts, including the first. Jobs of a ``quiet``
    kind, which nobody waits for, stay out of a user's list and stream of jobs unless asked for.
    """

    name: str
    steps: tuple[Step, ...]
    handler: Handler
    soft_limit_s: int = 900
    hard_limit_s: int = 960
    max_attempts: int = 5
    queue: str = "default"
    quiet: bool = False

    def __post_init__(self) -> None:
        """Refuse a kind that could never report or stop properly; raises ValueError."""
        names = [step.name for step in self.steps]
        problem = (
            "needs at least one step, each name once"
            if not names or len(set(names)) != len(names)
            else "needs positive step weights"
            if min(step.weight for step in self.steps) <= 0
            else f"must use one of the queues {QUEUES}"
            if self.queue not in QUEUES
            else "needs a hard limit above its soft limit, and at least one attempt"
            if self.hard_limit_s <= self.soft_limit_s or self.max_attempts < 1
            else None
        )
        if problem:
            message = f"Job kind {self.name} {problem}."
            raise ValueError(message)

    def percent(self, step: str, fraction: float) -> float:
        """Return how much of the whole is done (0 to 100) at ``fraction`` (0 to 1) of ``step``."""
        total = sum(each.weight for each in self.steps)
        before = 0.0
        for each in self.steps:
            if each.name == step:
                return 100 * (before + each.weight * min(1.0, max(0.0, fraction))) / total
            before += each.weight
        message = f"Job kind {self.name} declares no step named {step}."
        raise ValueError(message)


@dataclass(frozen=True)
class Upkeep:
    """What a maintenance function gets: the database (no user) and the settings."""

    database: Database
    settings: Settings


@dataclass(frozen=True)
class Schedule:
    """Maintenance that a room wants run every so often by one dispatcher at a time.

    A run that was cut off is not repeated before the next turn, so ``run`` must be safe to repeat.
    """

    name: str
    every: timedelta
    run: Callable[[Upkeep], Awaitable[None]]


class KindRegistry:
    """The job kinds of one process; API, dispatcher and worker register the same ones."""

    def __init__(self, kinds: Iterable[JobKind] = ()) -> None:
        self._kinds: dict[str, JobKind] = {}
        for kind in kinds:
            if kind.name in self._kinds:
                message = f"The job kind {kind.name} is registered twice."
                raise ValueError(message)
            self._kinds[kind.name] = kind

    def get(self, name: str) -> JobKind | None:
        """Return the kind called ``name``, if registered."""
        return self._kinds.get(name)

    @property
    def quiet(self) -> frozenset[str]:
        """The names of the kinds that work quietly."""
        return frozenset(kind.name for kind in self._kinds.values() if kind.quiet)

    def __iter__(self) -> Iterator[JobKind]:
        """Iterate over the kinds in order of registration."""
        return iter(self._kinds.values())
