"""One parsed file, and one finding about it."""

import ast
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Source:
    """A Python file of the package; ``path`` is relative to ``src/musaic``."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, file: Path, root: Path) -> "Source":
        """Parse ``file`` below ``root``."""
        text = file.read_text(encoding="utf-8")
        return cls(PurePosixPath(file.relative_to(root).as_posix()), text, ast.parse(text))

    @property
    def floor(self) -> str:
        """The top folder: a room, ``platform`` or ``entrypoints``."""
        return self.path.parts[0]

    def is_furniture(self, name: str) -> bool:
        """Tell whether this is the room's ``name``: ``name.py`` or a file in a folder ``name/``."""
        return self.path.stem == name or name in self.path.parts[:-1]


@dataclass(frozen=True)
class Finding:
    """A rule broken at a line."""

    path: PurePosixPath
    line: int
    message: str
