"""Whether a session still stands: asked at every request, so remembered for a few seconds."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from musaic.accounts.repository import sessions
from musaic.accounts.repository.sessions import Standing
from musaic.platform.clock import now
from musaic.platform.database import Database
from musaic.platform.security.tokens import Principal

CHANNEL = "musaic:sessions:ended"
MEMORY_S = 5.0
_MOST_REMEMBERED = 20_000
_PUBLISH_TIMEOUT_S = 0.2
_RETRY_S = 2.0

log = structlog.get_logger(__name__)


class CachedSessionGate:
    """Answers from memory for ``MEMORY_S``; an end is heard at once in this process.

    Other processes hear of it over Redis, or, while Redis is away, when their memory fades.
    """

    def __init__(self, database: Database, redis: "Redis") -> None:
        self._database = database
        self._redis = redis
        self._known: OrderedDict[UUID, tuple[float, Standing | None]] = OrderedDict()
        # Raised by every end, so that an answer read before it is not remembered after it.
        self._ends = 0

    async def is_open(self, principal: Principal) -> bool:
        """Return whether the session stands, is this user's, and the user is still what it says."""
        standing = await self._standing(principal.session_id)
        return (
            standing is not None
            and standing.user_id == principal.user_id
            and standing.expires_at > now()
            and (standing.is_admin or not principal.is_admin)
        )

    async def ended(self, session_ids: Iterable[UUID]) -> None:
        """Forget sessions that were just ended, here and in the other processes."""
        ids = list(session_ids)
        self._forget(ids)
        try:
            async with asyncio.timeout(_PUBLISH_TIMEOUT_S):
                for session_id in ids:
                    await self._redis.publish(CHANNEL, str(session_id))
        except (RedisError, OSError, TimeoutError):
            log.warning("session_end_not_published", sessions=len(ids))

    async def follow(self) -> None:
        """Listen for ends in other processes until cancelled."""
        while True:
            try:
                await self._listen()
            except (RedisError, OSError):
                await asyncio.sleep(_RETRY_S)

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            # Whatever was published while nobody listened is lost.
            self._known.clear()
            while True:
                message = await channel.get_message(timeout=None)
                if message is not None:
                    self._forget([UUID(message["data"])])

    def _forget(self, session_ids: Iterable[UUID]) -> None:
        self._ends += 1
        for session_id in session_ids:
            self._known.pop(session_id, None)

    async def _standing(self, session_id: UUID) -> Standing | None:
        known = self._known.get(session_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        ends = self._ends
        async with self._database.system_transaction() as session:
            standing = await sessions.standing(session, session_id, now())
        if ends == self._ends:
            self._remember(session_id, standing)
        return standing

    def _remember(self, session_id: UUID, standing: Standing | None) -> None:
        self._known[session_id] = (time.monotonic() + MEMORY_S, standing)
        self._known.move_to_end(session_id)
        while len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
