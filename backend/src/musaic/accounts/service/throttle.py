"""A growing delay on failed log-ins: per account and per address, never a permanent lock."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts.context import Accounts, Client
from musaic.accounts.errors import LoginDelayedError
from musaic.accounts.repository import throttle
from musaic.platform.clock import now
from musaic.platform.web.addresses import rate_key

WINDOW = timedelta(minutes=15)
FREE_PER_ACCOUNT = 5
FREE_PER_ADDRESS = 20
LONGEST_WAIT_S = 300


@dataclass(frozen=True)
class Attempt:
    """One try at a password, counted as failed until it is forgiven.

    ``account`` and ``address`` are hashes: the table names nobody, and an address without an
    account is counted exactly like one with an account.
    """

    account: bytes
    address: bytes


async def begin(context: Accounts, subject: str, client: Client) -> Attempt:
    """Count a try at ``subject``'s password; raises LoginDelayedError while it must wait."""
    attempt = Attempt(_hashed("account", subject.lower()), _hashed("address", rate_key(client.address)))
    moment = now()
    async with context.database.system_transaction() as session:
        # Raised inside, so that a refused try is counted for neither.
        await _count(session, attempt.account, moment, FREE_PER_ACCOUNT)
        await _count(session, attempt.address, moment, FREE_PER_ADDRESS)
    return attempt


async def forgive(session: AsyncSession, attempt: Attempt) -> None:
    """Take back a try that was right."""
    await throttle.forget(session, attempt.account)
    await throttle.take_back(session, attempt.address)


async def _count(session: AsyncSession, subject: bytes, moment: datetime, free: int) -> None:
    passed = await throttle.count_attempt(
        session, subject, moment, free=free, cap_s=LONGEST_WAIT_S, window=WINDOW
    )
    if not passed:
        until = await throttle.blocked_until(session, subject) or moment
        raise LoginDelayedError(retry_after_s=max(1, math.ceil((until - moment).total_seconds())))


def _hashed(kind: str, subject: str) -> bytes:
    return hashlib.sha256(f"{kind}:{subject}".encode()).digest()
