"""The backup file: a plain tar whose last member lists every other one with its SHA-256."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

MANIFEST = "manifest.json"
VERSION = 1
_BLOCK = 1024 * 1024


class BackupError(Exception):
    """Why a backup cannot be made or used; the message is for the operator."""


class _Hashing(io.RawIOBase):
    """Passes a file on and hashes what passes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._file.read(size)
        self.digest.update(data)
        return data


class BackupWriter:
    """Writes the archive beside its place, and moves it there when it is whole."""

    def __init__(self, target: Path, facts: dict[str, Any]) -> None:
        """``facts`` go into the manifest as they are."""
        self._target = target
        self._draft = target.with_name(f".{target.name}.partial")
        self._facts = facts
        self.sums: dict[str, str] = {}
        self.bytes = 0

    def __enter__(self) -> Self:
        """Begin the file; only its owner may read it, for it holds keys."""
        self._draft.unlink(missing_ok=True)
        self._draft.touch(mode=0o600)
        self._tar = tarfile.open(self._draft, "w", format=tarfile.PAX_FORMAT)
        return self

    def add(self, name: str, path: Path) -> bool:
        """Add one file; False when it is gone meanwhile."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            member = self._tar.gettarinfo(arcname=name, fileobj=file)
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            hashing = _Hashing(file)
            self._tar.addfile(member, hashing)
            self.sums[name] = hashing.digest.hexdigest()
            self.bytes += member.size
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the manifest and put the file in its place; after an error leave nothing."""
        if error is not None:
            self._tar.close()
            self._draft.unlink(missing_ok=True)
            return
        text = json.dumps({"version": VERSION, **self._facts, "sha256": self.sums}, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(text), 0o600
        self._tar.addfile(member, io.BytesIO(text))
        self._tar.close()
        self._draft.replace(self._target)


def extract(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack into ``folder``, compare every checksum, return the manifest; raises BackupError."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file is None or not _is_safe(member.name):
                    message = f"{source} holds something that no backup of Musaic holds: {member.name}"
                    raise BackupError(message)
                if member.name == MANIFEST:
                    manifest = json.loads(file.read())
                else:
                    found[member.name] = _write(file, folder / member.name)
    except (tarfile.TarError, EOFError, ValueError) as error:
        message = f"{source} is no backup of Musaic, or it is cut off ({error})."
        raise BackupError(message) from error
    if manifest is None or manifest.get("version") != VERSION:
        message = f"{source} has no manifest that this version understands: it is cut off, or newer."
        raise BackupError(message)
    if damaged := sorted(set(_differences(manifest["sha256"], found))):
        message = f"{source} is damaged: {', '.join(damaged[:5])} and {len(damaged)} files in all differ."
        raise BackupError(message)
    return manifest


def _differences(promised: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    yield from promised.keys() ^ found.keys()
    yield from (name for name in promised.keys() & found.keys() if promised[name] != found[name])


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _write(file: IO[bytes], target: Path) -> str:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    target.touch(mode=0o600)
    with target.open("wb") as out:
        while block := file.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()
