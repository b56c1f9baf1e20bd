"""What the supervisor needs to know about one child process."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from musaic.platform.embedded.launch import Launch

Probe = Callable[[int], Awaitable[bool]]
"""Given the process id, says whether the service can be used now."""


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Pauses between restarts: doubling from ``first_s`` to ``most_s``.

    A process that lived for ``stable_s`` seconds starts again from ``first_s``.
    """

    first_s: float = 0.2
    most_s: float = 10.0
    stable_s: float = 10.0

    def pause(self, failures: int) -> float:
        """Return the pause in seconds before the restart after that many short lives (at least 1)."""
        return min(self.most_s, self.first_s * 2.0 ** min(failures - 1, 16))


@dataclass(frozen=True, kw_only=True)
class Service:
    """One child: how to start it, how to know that it is ready, how to stop it.

    ``env`` is added to the supervisor's environment, or is the whole of it with ``clean_env``.
    ``prepare`` runs in a thread before every start and may raise; ``once`` marks a step that must
    end with status 0 before those that depend on it start; ``waits_itself`` marks a process that may be
    started before what it depends on, because it waits by itself. ``start_after`` only delays the first
    start, to leave the cores to what people wait for; ``depends_on`` also orders the stop. ``mute``
    names texts whose lines are expected and stay out of the terminal.
    """

    name: str
    argv: tuple[str, ...]
    title: str = ""
    launch: Launch = field(default_factory=Launch)
    env: Mapping[str, str] = field(default_factory=dict)
    clean_env: bool = False
    prepare: Callable[[], None] | None = None
    ready: Probe | None = None
    ready_timeout_s: float = 90.0
    depends_on: tuple[str, ...] = ()
    start_after: tuple[str, ...] = ()
    backoff: Backoff = field(default_factory=Backoff)
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 4.0
    once: bool = False
    waits_itself: bool = False
    mute: tuple[str, ...] = ()


def stop_waves(services: tuple[Service, ...]) -> list[list[str]]:
    """Return the names in the order of stopping: each wave depends only on later waves."""
    depth: dict[str, int] = {}
    for service in services:  # given in an order in which dependencies come first
        depth[service.name] = 1 + max((depth[name] for name in service.depends_on), default=-1)
    deepest = max(depth.values(), default=-1)
    return [[name for name, level in depth.items() if level == wave] for wave in range(deepest, -1, -1)]
