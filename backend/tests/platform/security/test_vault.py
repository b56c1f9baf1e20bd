"""Sealed secrets: readable where they were sealed for, and nowhere else."""

from pathlib import Path

import pytest

from musaic.platform.security.vault import SealBrokenError, Vault


def test_a_secret_comes_back_only_where_it_belongs(tmp_path: Path) -> None:
    vault = Vault.load_or_create(tmp_path / "secrets" / "key")
    box = vault.seal(b"secret", "row:1")
    assert box != vault.seal(b"secret", "row:1")
    assert b"secret" not in box
    assert Vault.load_or_create(tmp_path / "secrets" / "key").open(box, "row:1") == b"secret"
    other = Vault.load_or_create(tmp_path / "other")
    changed = box[:-1] + bytes([box[-1] ^ 1])
    for opener, sealed, place in ((vault, box, "row:2"), (other, box, "row:1"), (vault, changed, "row:1")):
        with pytest.raises(SealBrokenError):
            opener.open(sealed, place)
    for nonsense in (b"", b"short"):
        with pytest.raises(SealBrokenError):
            vault.open(nonsense, "row:1")


def test_the_key_is_private_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "key"
    vault = Vault.load_or_create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert vault.derived_key("a") != vault.derived_key("b")
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="key must hold 32 bytes"):
        Vault.load_or_create(path)
