"""Any server that speaks the ListenBrainz API."""

from collections.abc import Sequence
from typing import Any

import orjson

from musaic.integrations.outward import Answer, Outward, UnreachableError
from musaic.integrations.relays.target import (
    SUBMISSION_CLIENT,
    CredentialsRefusedError,
    Delivery,
    OutgoingListen,
    UnavailableError,
)

_OK, _BAD, _UNAUTHORISED, _FORBIDDEN, _TOO_LARGE = 200, 400, 401, 403, 413
# Facts that only we or the first server know.
_NOT_SENT = ("recording_msid", "recording_mbid_mapped")


class ListenBrainzTarget:
    """One account, by its user token; ``url`` is the server's root."""

    most = 100

    def __init__(self, outward: Outward, url: str, token: str) -> None:
        self._outward = outward
        self._root = root_of(url)
        self._headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}

    async def check(self) -> str:
        """Ask whether the token is valid."""
        answer = await self._send("GET", "/1/validate-token")
        said = answer.json()
        if answer.status == _OK and isinstance(said, dict) and "valid" in said:
            if said["valid"] is True:
                return str(said.get("user_name", ""))
            raise CredentialsRefusedError
        raise _trouble(answer)

    async def deliver(self, listens: Sequence[OutgoingListen]) -> Delivery:
        """Send a batch; what the server calls malformed is sent one by one to find the culprit."""
        delivery = Delivery()
        waiting = [list(listens)]
        while waiting and delivery.trouble is None:
            group = waiting.pop(0)
            try:
                answer = await self._send("POST", "/1/submit-listens", _document(group))
            except UnavailableError as error:
                delivery.trouble = error
                break
            ids = [listen.id for listen in group]
            if answer.status == _OK:
                delivery.sent += ids
            elif answer.status not in (_BAD, _TOO_LARGE):
                delivery.trouble = _trouble(answer)
            elif len(group) == 1:
                delivery.refused += ids
            else:
                waiting = [[listen] for listen in group] + waiting
        return delivery

    async def _send(self, method: str, path: str, document: Any = None) -> Answer:
        content = None if document is None else orjson.dumps(document)
        try:
            return await self._outward.send(method, self._root + path, headers=self._headers, content=content)
        except UnreachableError as error:
            raise UnavailableError(str(error)) from error


def root_of(url: str) -> str:
    """Return the server's root from whatever form of the address people copy."""
    root = url.rstrip("/").removesuffix("/submit-listens").rstrip("/")
    return root.removesuffix("/1").rstrip("/")


def _trouble(answer: Answer) -> UnavailableError | CredentialsRefusedError:
    if answer.status in (_UNAUTHORISED, _FORBIDDEN):
        return CredentialsRefusedError()
    return UnavailableError(f"HTTP {answer.status}", answer.retry_after_s)


def _document(listens: Sequence[OutgoingListen]) -> dict[str, Any]:
    kind = "single" if len(listens) == 1 else "import"
    return {"listen_type": kind, "payload": [_listen(listen) for listen in listens]}


def _listen(listen: OutgoingListen) -> dict[str, Any]:
    info = {name: value for name, value in listen.info.items() if name not in _NOT_SENT}
    if info.get("submission_client"):
        info.setdefault("original_submission_client", info["submission_client"])
    info["submission_client"] = SUBMISSION_CLIENT
    metadata = {"artist_name": listen.artist, "track_name": listen.title, "additional_info": info}
    if listen.album:
        metadata["release_name"] = listen.album
    return {"listened_at": listen.stamp, "track_metadata": metadata}
