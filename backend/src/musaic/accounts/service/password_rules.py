"""Which passwords are refused: length bounds and what anybody would guess first, nothing else."""

import re
from functools import lru_cache
from importlib.resources import files

from musaic.accounts.errors import WeakPasswordError

SHORTEST = 8
LONGEST = 256
# Up to this length a common word with digits around it counts as the word.
_SHORT_VARIANT = 12
_OWN_PART = 6
_RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
)


def check_password(password: str, email: str) -> None:
    """Raise WeakPasswordError for a password that is common, a mere pattern, or the e-mail itself."""
    folded = password.casefold()
    if _is_common(folded) or _is_pattern(folded):
        raise WeakPasswordError
    if _repeats_email(folded, email.casefold()):
        message = "This password contains your e-mail address. Choose one that does not."
        raise WeakPasswordError(message)


@lru_cache
def _common() -> frozenset[str]:
    text = (files("musaic.accounts") / "data" / "common_passwords.txt").read_text(encoding="utf-8")
    lines = (line for line in text.casefold().splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _is_common(folded: str) -> bool:
    if folded in _common():
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return len(folded) <= _SHORT_VARIANT and core in _common()


def _is_pattern(folded: str) -> bool:
    if re.fullmatch(r"(.{1,4})\1+.{0,3}", folded):
        return True
    return any(folded in run or folded in run[::-1] for run in _RUNS)


def _repeats_email(folded: str, email: str) -> bool:
    local = email.partition("@")[0]
    return email in folded or (local in folded and len(folded) - len(local) < _OWN_PART)
