"""One client's stream: its place in the user's events, and what waits to be sent."""

import asyncio
from collections import deque
from uuid import UUID

from musaic.jobs.streams.frames import Event

# A client that is further behind than this starts over from the database.
MOST_WAITING = 64


class Stream:
    """Filled by the hub, emptied by the reply.

    ``job_id`` None means all the user's jobs but those of a ``hidden`` kind.
    """

    __slots__ = ("_waiting", "_woken", "behind", "hidden", "job_id", "seen_number", "seen_seq", "user_id")

    def __init__(self, user_id: int, job_id: UUID | None, hidden: frozenset[str] = frozenset()) -> None:
        self.user_id: int = user_id
        self.job_id: UUID | None = job_id
        self.hidden: frozenset[str] = hidden
        self.seen_number = 0
        self.seen_seq = 0
        self.behind = False
        self._waiting: deque[Event] = deque()
        self._woken = asyncio.Event()

    def push(self, event: Event) -> None:
        """Take an event that concerns this stream; never blocks, forgets all when too far behind."""
        if event.kind in self.hidden or (self.job_id is not None and event.job_id != self.job_id):
            return
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            self.behind = True
        if not self.behind:
            self._waiting.append(event)
        self._woken.set()

    def end(self) -> None:
        """Wake the reply for its end."""
        self._woken.set()

    def take(self) -> list[Event]:
        """Return what waits and was not sent before, in order."""
        events = [event for event in self._waiting if event.number > self.seen_number]
        self._waiting.clear()
        self._woken.clear()
        if events:
            self.saw(events)
        return events

    def saw(self, events: list[Event]) -> None:
        """Note that ``events`` go out now."""
        self.seen_number = max(self.seen_number, events[-1].number)
        self.seen_seq = max(self.seen_seq, events[-1].seq)

    async def wait(self, timeout_s: float) -> bool:
        """Wait for something to send; False when nothing came in time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._woken.wait()
        except TimeoutError:
            return False
        return True
