import ipaddress

import pytest

from musaic.platform.settings import Settings
from musaic.platform.web.addresses import client_address, network_hint, parse_networks, rate_key

PROXIES = parse_networks(["10.0.0.0/8", "::1"])


def scope(peer: str | None, *forwarded: str) -> dict[str, object]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("198.51.100.1", (), "198.51.100.1"),
        ("198.51.100.1", ("203.0.113.9",), "198.51.100.1"),  # no proxy of ours: may claim nothing
        ("10.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        ("10.0.0.1", ("1.1.1.1, 203.0.113.9",), "203.0.113.9"),  # the left part is the client's own tale
        ("10.0.0.1", ("1.1.1.1", "203.0.113.9, 10.0.0.2"), "203.0.113.9"),
        ("10.0.0.1", ("nonsense",), "10.0.0.1"),
        ("10.0.0.1", ("nonsense, 10.0.0.7",), "10.0.0.7"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("::1", ("2001:db8::5",), "2001:db8::5"),
        ("::ffff:10.0.0.1", ("203.0.113.9",), "203.0.113.9"),
        (None, ("203.0.113.9",), None),
    ],
)
def test_client_address(peer: str | None, forwarded: tuple[str, ...], expected: str | None) -> None:
    found = client_address(scope(peer, *forwarded), PROXIES)
    assert (str(found) if found else None) == expected


def test_what_is_counted_and_shown() -> None:
    v4, v6 = ipaddress.ip_address("203.0.113.77"), ipaddress.ip_address("2001:db8:1:2:3::4")
    assert (rate_key(v4), rate_key(v6), rate_key(None)) == ("203.0.113.77", "2001:db8:1:2::/64", "local")
    assert (network_hint(v4), network_hint(v6), network_hint(None)) == (
        "203.0.113.0/24",
        "2001:db8:1::/48",
        "",
    )


@pytest.mark.parametrize("wrong", [{"trusted_proxies": ["proxy"]}, {"cors_origins": ["*"]}])
def test_settings_that_would_open_doors_are_refused(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match=r"proxy|origin"):
        Settings(**wrong)
