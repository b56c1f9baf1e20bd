import pytest

from musaic.accounts.errors import WeakPasswordError
from musaic.accounts.service.password_rules import _common, check_password

EMAIL = "jane.doe@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "PassWord",
        "Password1!",
        "12345678",
        "1234567890",
        "87654321",
        "qwertyui",
        "poiuytrewq",
        "йцукенгш",
        "Пароль123",
        "aaaaaaaa",
        "abababab",
        "abcabcabcab",
        "sunshine2026",
        "!!dragon!!",
        "jane.doe@example.org",
        "My-Jane.Doe@Example.org-2026",
        "jane.doe1!",
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(WeakPasswordError):
        check_password(password, EMAIL)


@pytest.mark.parametrize(
    "password",
    [
        "a quiet morning",
        "correct horse battery",
        "tr0ub4dor&3",
        "vinyl and rain",
        "жаңбыр мен ән",
        "password of my dog is rex",
        "jane.doe likes long walks",
        "🎧🎷🎺🎻🥁🎹🎸🪕",
        "x7#kQ2pL",
    ],
)
def test_accepted(password: str) -> None:
    check_password(password, EMAIL)


def test_list_is_there_and_folded() -> None:
    words = _common()
    assert len(words) > 500
    assert all(word == word.casefold() for word in words)
