"""Whose address a request comes from, past the proxies that the operator trusts."""

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_networks(values: Sequence[str]) -> tuple[Network, ...]:
    """Return ``values`` (addresses or CIDR ranges) as networks; raises ValueError on others."""
    return tuple(ipaddress.ip_network(value, strict=False) for value in values)


def client_address(scope: Scope, trusted: Sequence[Network] = ()) -> Address | None:
    """Return the client's address, None when there is none (a Unix socket).

    ``X-Forwarded-For`` counts only from a trusted proxy, and is read from the right: whatever
    stands left of the first address that is no trusted proxy was written by the client.
    """
    client = scope.get("client")
    address = _parse(client[0]) if client else None
    if address is None or not _within(address, trusted):
        return address
    for part in reversed(",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")):
        hop = _parse(part.strip())
        if hop is None:
            return address
        address = hop
        if not _within(hop, trusted):
            break
    return address


def rate_key(address: Address | None) -> str:
    """Return what to count by: an IPv6 customer owns a whole /64."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address else "local"


def network_hint(address: Address | None) -> str:
    """Return the address shortened to its network (/24 or /48), for a person to recognise."""
    if address is None:
        return ""
    prefix = 24 if isinstance(address, ipaddress.IPv4Address) else 48
    return str(ipaddress.ip_network((address, prefix), strict=False))


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _parse(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
