"""The state of histories, which each request for a chart begins with."""

import asyncio

from musaic.listening.analytics.repository.state import NOBODY, HistoryState, read_several
from musaic.platform.glance import Glance


class HistoryStates:
    """Answers all requests at once that ask while a question is under way.

    Whoever asks is answered by a question that leaves afterwards, so nothing is stale; and the more
    there is to do, the fewer questions it takes.
    """

    def __init__(self, glance: Glance) -> None:
        """Ask through ``glance``."""
        self._glance = glance
        self._turn = asyncio.Lock()
        self._wanted = set[int]()
        self._next: asyncio.Task[dict[int, HistoryState]] | None = None

    async def of(self, user_id: int) -> HistoryState:
        """Return the state of the user's history as of now; raises ConnectionError, DBAPIError."""
        self._wanted.add(user_id)
        if self._next is None:
            self._next = asyncio.create_task(self._ask())
        # One request that is given up must not take the others along.
        return (await asyncio.shield(self._next)).get(user_id, NOBODY)

    async def _ask(self) -> dict[int, HistoryState]:
        async with self._turn:
            wanted, self._wanted, self._next = self._wanted, set(), None
            return await read_several(self._glance, wanted)
