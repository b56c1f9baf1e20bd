"""One request of a player, and what every protocol must be able to say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol as Interface
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from musaic.platform.database import Database

_MOST_FIELDS = 2_000
_CLIENT_LENGTH = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Trouble(StrEnum):
    """What goes wrong before or beside what a protocol itself decides."""

    TOO_MANY = "too_many_requests"
    TOO_LARGE = "payload_too_large"
    AWAY = "temporarily_unavailable"
    BROKEN = "internal_error"
    METHOD = "method_not_allowed"


@dataclass(frozen=True)
class Call:
    """A request whose body was read; ``path`` is what follows the protocol's own prefix."""

    request: Request
    path: str
    body: bytes
    database: Database
    base_url: str

    @property
    def method(self) -> str:
        """GET, HEAD or POST."""
        return "GET" if self.request.method == "HEAD" else self.request.method

    @property
    def query(self) -> Mapping[str, str]:
        """The query, the last of repeated names winning; anything undecodable is replaced."""
        return self.request.query_params

    def form(self) -> dict[str, str]:
        """Return query and form together, the form winning; raises ValueError for absurd forms."""
        text = self.body.decode("utf-8", "replace")
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace")
        return {**self.query, **dict(fields)}

    @property
    def agent(self) -> str:
        """What the client calls itself, cut to a length fit to be shown."""
        return clean_client(self.request.headers.get("user-agent", ""))


def clean_client(text: str) -> str:
    """Return a client's name without control characters, at most 100 characters long."""
    return _CONTROL.sub(" ", text).strip()[:_CLIENT_LENGTH]


class Protocol(Interface):
    """One language: reads a call and answers it, and can say what is wrong in its own words."""

    @property
    def name(self) -> str:
        """What figures and logs call it."""

    @property
    def most_bytes(self) -> int:
        """How large a body may be."""

    async def answer(self, call: Call) -> Response:
        """Answer a call; what it raises is a defect or an absent server."""

    def refuse(self, trouble: Trouble, call: Call | None) -> Response:
        """Say in the protocol's own words that something is wrong."""
