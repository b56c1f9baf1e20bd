"""Questions at a pace that a service allows, asked again after a while when it is busy."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from redis.asyncio import Redis
from redis.exceptions import RedisError

from musaic.integrations.outward import AddressRefusedError, Answer, Outward, UnreachableError
from musaic.integrations.relays.target import UnavailableError

# Waits until the next question may be sent.
Pace = Callable[[], Awaitable[None]]

# Popular songs are on hundreds of releases.
_MOST_BYTES = 4 * 1024 * 1024
_TRIES = 4
# A service that wants to be left alone for longer is asked at the next run.
_LONGEST_WAIT_S = 30.0


class SharedPace:
    """One question each ``interval_s`` for all processes of this Musaic together."""

    def __init__(self, redis: "Redis", name: str, interval_s: float) -> None:
        self._redis, self._key, self._interval_s = redis, f"musaic:pace:{name}", interval_s

    async def __call__(self) -> None:
        """Wait for one's turn."""
        try:
            while not await self._redis.set(self._key, "1", nx=True, px=round(self._interval_s * 1000)):
                left_ms = await self._redis.pttl(self._key)
                await asyncio.sleep(max(left_ms, 10) / 1000)
        except (RedisError, OSError):
            await asyncio.sleep(self._interval_s)


class Caller:
    """Sends questions to one service; ``backoff_s`` doubles with each try."""

    def __init__(self, outward: Outward, pace: Pace, *, agent: str, backoff_s: float = 2.0) -> None:
        self._outward, self._pace, self._backoff_s = outward, pace, backoff_s
        self._headers = {"User-Agent": agent, "Accept": "application/json"}

    async def get(self, url: str, parameters: Mapping[str, str]) -> tuple[int, Any]:
        """Return status and JSON value of the answer; raises UnavailableError after a few tries."""
        return await self._ask("GET", f"{url}?{urlencode(parameters)}", None)

    async def post(self, url: str, form: Mapping[str, str]) -> tuple[int, Any]:
        """Do the same with what must not be in an address, which ends up in logs."""
        return await self._ask("POST", url, form)

    async def _ask(self, method: str, url: str, form: Mapping[str, str] | None) -> tuple[int, Any]:
        message = "nobody answered"
        for number in range(_TRIES):
            await self._pace()
            wait_s = self._backoff_s * 2**number
            try:
                answer = await self._outward.send(
                    method, url, headers=self._headers, form=form, most_bytes=_MOST_BYTES
                )
            except AddressRefusedError as error:
                message = "the address is not allowed"
                raise UnavailableError(message) from error
            except UnreachableError as error:
                message = str(error)
            else:
                if not _is_busy(answer):
                    return answer.status, answer.json()
                message = f"HTTP {answer.status}"
                wait_s = max(wait_s, answer.retry_after_s or 0.0)
            if wait_s > _LONGEST_WAIT_S:
                raise UnavailableError(message, wait_s)
            if number + 1 < _TRIES:
                await asyncio.sleep(wait_s)
        raise UnavailableError(message)


def _is_busy(answer: Answer) -> bool:
    return answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
