"""The body of a request, read with patience: a silent connection does not block its reader."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from types import TracebackType
from typing import Any, Self

from musaic.media.errors import UploadInterrupted

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class RequestBody:
    """Reads an ASGI body; a context manager, because a read may be left pending."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False
        self._pending: asyncio.Future[MutableMapping[str, Any]] | None = None

    async def read(self, patience_s: float) -> bytes | None:
        """Return the next bytes, None at the end.

        Raises TimeoutError when nothing came within ``patience_s`` (the next call goes on waiting),
        UploadInterrupted when the client went away.
        """
        if self._ended:
            return None
        if self._pending is None:
            self._pending = asyncio.ensure_future(self._receive())
        done, _ = await asyncio.wait({self._pending}, timeout=patience_s)
        if not done:
            raise TimeoutError
        message = self._pending.result()
        self._pending = None
        if message["type"] != "http.request":
            raise UploadInterrupted
        self._ended = not message.get("more_body", False)
        return bytes(message.get("body", b""))

    async def __aenter__(self) -> Self:
        """Return itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up a pending read."""
        if self._pending is not None:
            self._pending.cancel()
            await asyncio.gather(self._pending, return_exceptions=True)
