"""Maloja, by its own API: one listen at a time."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import orjson

from musaic.integrations.outward import Answer, Outward, UnreachableError
from musaic.integrations.relays.target import (
    CredentialsRefusedError,
    Delivery,
    OutgoingListen,
    UnavailableError,
)

_OK, _BAD, _UNAUTHORISED, _FORBIDDEN, _CONFLICT = 200, 400, 401, 403, 409


class MalojaTarget:
    """One server, by an API key; ``url`` is its root."""

    most = 25

    def __init__(self, outward: Outward, url: str, key: str) -> None:
        self._outward = outward
        self._root = url.rstrip("/").removesuffix("/apis/mlj_1").rstrip("/")
        self._key = key

    async def check(self) -> str:
        """Ask whether the key is known; Maloja has one user, so there is no name."""
        answer = await self._send("GET", f"/apis/mlj_1/test?key={quote(self._key, safe='')}")
        if answer.status == _OK:
            return ""
        raise _trouble(answer)

    async def deliver(self, listens: Sequence[OutgoingListen]) -> Delivery:
        """Send one after another, until something stops them all."""
        delivery = Delivery()
        for listen in listens:
            try:
                answer = await self._send("POST", "/apis/mlj_1/newscrobble", self._document(listen))
            except UnavailableError as error:
                delivery.trouble = error
                break
            # 409: a listen of that second is there already.
            if answer.status in (_OK, _CONFLICT):
                delivery.sent.append(listen.id)
            elif answer.status == _BAD:
                delivery.refused.append(listen.id)
            else:
                delivery.trouble = _trouble(answer)
                break
        return delivery

    def _document(self, listen: OutgoingListen) -> dict[str, Any]:
        document: dict[str, Any] = {
            "artists": [listen.artist],
            "title": listen.title,
            "time": listen.stamp,
            "key": self._key,
        }
        if listen.album:
            document["album"] = listen.album
        if listen.duration_s:
            document["length"] = listen.duration_s
        if listen.ms_played:
            document["duration"] = listen.ms_played // 1000
        return document

    async def _send(self, method: str, path: str, document: dict[str, Any] | None = None) -> Answer:
        content = None if document is None else orjson.dumps(document)
        headers = {"Content-Type": "application/json"}
        try:
            return await self._outward.send(method, self._root + path, headers=headers, content=content)
        except UnreachableError as error:
            raise UnavailableError(str(error)) from error


def _trouble(answer: Answer) -> UnavailableError | CredentialsRefusedError:
    if answer.status in (_UNAUTHORISED, _FORBIDDEN):
        return CredentialsRefusedError()
    return UnavailableError(f"HTTP {answer.status}", answer.retry_after_s)
