"""Password hashes: Argon2id in a bounded number of threads; bcrypt only to verify old ones."""

import unicodedata

from anyio import CapacityLimiter, to_thread
from passlib.context import CryptContext

# OWASP's password storage row for Argon2id: 19 MiB, two passes, one lane.
_MEMORY_KIB = 19_456
_PASSES = 2
_LANES = 1
_BCRYPT_BYTES = 72
_THREADS = 2


class PasswordHasher:
    """Hashes and verifies off the event loop, ``threads`` at a time (each needs 19 MiB and 20 ms)."""

    def __init__(self, *, threads: int = _THREADS) -> None:
        self._limiter = CapacityLimiter(threads)
        self._context = CryptContext(
            schemes=["argon2", "bcrypt"],
            deprecated=["bcrypt"],
            argon2__type="ID",
            argon2__memory_cost=_MEMORY_KIB,
            argon2__time_cost=_PASSES,
            argon2__parallelism=_LANES,
        )
        # Verified for unknown accounts, so that they cost what known ones cost.
        self._dummy = str(self._context.hash("an account that does not exist"))

    async def hash(self, password: str) -> str:
        """Return the hash to store for ``password``."""
        return await to_thread.run_sync(self._hash, password, limiter=self._limiter)

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Return whether ``password`` fits ``stored``, and a hash to store instead, if due.

        With ``stored`` None (no such account) the same work is done and the answer is False.
        """
        return await to_thread.run_sync(self._verify, password, stored, limiter=self._limiter)

    def _hash(self, password: str) -> str:
        return str(self._context.hash(_normal(password)))

    def _verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        if not self._fits(_normal(password), self._dummy if stored is None else stored) or stored is None:
            return False, None
        # Hashed here and not by passlib, which was given bcrypt's shortened password.
        return True, self._hash(password) if self._context.needs_update(stored) else None

    def _fits(self, password: str, stored: str) -> bool:
        secret = password.encode()
        if stored.startswith("$2"):
            # bcrypt never looked further, and its library now raises instead of cutting.
            secret = secret[:_BCRYPT_BYTES]
        try:
            return bool(self._context.verify(secret, stored))
        except ValueError:  # an unknown or broken hash, or a NUL in front of bcrypt
            return False


def _normal(password: str) -> str:
    """Return one form of ``password``: keyboards differ in how they compose the same letters."""
    return unicodedata.normalize("NFC", password)
