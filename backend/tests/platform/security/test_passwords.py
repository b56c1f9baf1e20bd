import asyncio
import threading

import pytest
from passlib.hash import bcrypt

from musaic.platform.security.passwords import PasswordHasher

pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def hasher() -> PasswordHasher:
    return PasswordHasher()


async def test_owasp_parameters_and_a_fresh_salt(hasher: PasswordHasher) -> None:
    first, second = await hasher.hash("a quiet morning"), await hasher.hash("a quiet morning")
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert await hasher.verify("a quiet morning", first) == (True, None)
    assert await hasher.verify("A quiet morning", first) == (False, None)


async def test_the_same_letters_however_composed(hasher: PasswordHasher) -> None:
    stored = await hasher.hash("caf\u00e9 \u0439 morning")
    assert await hasher.verify("cafe\u0301 \u0438\u0306 morning", stored) == (True, None)


async def test_bcrypt_is_due_for_argon2_of_the_whole_password(hasher: PasswordHasher) -> None:
    password = "p" * 100
    fits, renewed = await hasher.verify(password, bcrypt.using(rounds=4).hash(password[:72]))
    assert fits
    assert renewed is not None
    assert await hasher.verify(password, renewed) == (True, None)
    assert await hasher.verify(password[:72], renewed) == (False, None)


@pytest.mark.parametrize("stored", [None, "", "unusable", "$2b$broken", "$argon2id$broken"])
async def test_without_a_usable_hash_nothing_fits(hasher: PasswordHasher, stored: str | None) -> None:
    assert await hasher.verify("an account that does not exist", stored) == (False, None)


async def test_never_on_the_loop_and_two_at_a_time(
    hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[int] = []
    running = 0
    lock = threading.Lock()
    real = hasher._context.hash

    def counted(password: str) -> str:
        nonlocal running
        assert threading.current_thread() is not threading.main_thread()
        with lock:
            running += 1
            together.append(running)
        try:
            return str(real(password))
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(hasher._context, "hash", counted)
    await asyncio.gather(*(hasher.hash("a quiet morning") for _ in range(8)))
    assert len(together) == 8
    assert max(together) <= 2
