"""Requests to addresses that users name: never into our own network, never followed elsewhere.

The name is resolved here and the connection goes to the address that was checked, so that a name
that answers differently the second time gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import httpx
import orjson

_TIMEOUT = httpx.Timeout(10.0, connect=5.0)
_MOST_BYTES = 256 * 1024
_AGENT = "Musaic (self-hosted)"


class AddressRefusedError(Exception):
    """The address is not a public one by https, and the operator has not allowed it."""


class UnreachableError(Exception):
    """Nobody answered, or not as HTTP asks."""


@dataclass(frozen=True)
class Answer:
    """What came back; ``body`` is cut at what was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body's JSON value, None if it holds none."""
        try:
            return orjson.loads(self.body)
        except ValueError:
            return None

    @property
    def retry_after_s(self) -> float | None:
        """How long the service asks to be left alone."""
        for name in ("retry-after", "x-ratelimit-reset-in"):
            try:
                return max(0.0, float(self.headers[name]))
            except (KeyError, ValueError):
                continue
        return None


class Outward:
    """Sends guarded requests; ``allowed_hosts`` (``host`` or ``host:port``) pass unchecked."""

    def __init__(self, allowed_hosts: frozenset[str] = frozenset()) -> None:
        self._allowed = allowed_hosts

    def check(self, url: str) -> SplitResult:
        """Return the parts of ``url``; raises AddressRefusedError for what can never be sent to."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise AddressRefusedError from error
        if not host or parts.username or parts.password or parts.scheme not in {"http", "https"}:
            raise AddressRefusedError
        if parts.scheme == "http" and not self._is_allowed(parts):
            raise AddressRefusedError
        return parts

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        form: Mapping[str, str] | None = None,
        most_bytes: int = _MOST_BYTES,
    ) -> Answer:
        """Return the answer to one request; raises AddressRefusedError or UnreachableError."""
        parts = self.check(url)
        sent = {"User-Agent": _AGENT, **(headers or {})}
        extensions: dict[str, Any] = {}
        if not self._is_allowed(parts):
            address = await _public_address(parts)
            sent["Host"] = parts.netloc
            extensions["sni_hostname"] = parts.hostname
            url = urlunsplit(parts._replace(netloc=_netloc(address, parts.port)))
        try:
            async with (
                httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    method, url, headers=sent, content=content, data=form, extensions=extensions
                ) as reply,
            ):
                return Answer(reply.status_code, dict(reply.headers), await _body(reply, most_bytes))
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise UnreachableError(type(error).__name__) from error

    def _is_allowed(self, parts: SplitResult) -> bool:
        host = (parts.hostname or "").lower()
        return host in self._allowed or f"{host}:{parts.port}" in self._allowed


async def _public_address(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError("name_not_found") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressRefusedError
    return addresses[0]


def is_public(text: str) -> bool:
    """Tell whether an IP address lies in the public internet, whatever it is wrapped in."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if wrapped is not None and not wrapped.is_global:
            return False
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


def _netloc(address: str, port: int | None) -> str:
    host = f"[{address}]" if ":" in address else address
    return host if port is None else f"{host}:{port}"


async def _body(reply: httpx.Response, most_bytes: int) -> bytes:
    pieces, size = [], 0
    async for piece in reply.aiter_bytes():
        pieces.append(piece)
        size += len(piece)
        if size >= most_bytes:
            break
    return b"".join(pieces)[:most_bytes]
