"""What the room's use cases work with, and whom they work for."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from musaic.accounts.gate import CachedSessionGate
from musaic.platform.database import Database
from musaic.platform.security.passwords import PasswordHasher
from musaic.platform.security.tokens import TokenService
from musaic.platform.settings import Settings

USER_AGENT_LENGTH = 256


@dataclass(frozen=True)
class Accounts:
    """The pieces of the room, built once a process."""

    settings: Settings
    database: Database
    tokens: TokenService
    passwords: PasswordHasher
    gate: CachedSessionGate


@dataclass(frozen=True)
class Client:
    """The device that asks."""

    address: IPv4Address | IPv6Address | None
    user_agent: str
