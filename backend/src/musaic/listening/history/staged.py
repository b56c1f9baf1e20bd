"""What reading leaves for the transaction that follows: files of rows, and counts."""

from dataclasses import dataclass, field
from pathlib import Path

from musaic.listening.history.ports import ColumnMap, Kept


@dataclass(frozen=True)
class Choices:
    """What the user wants of the rows: private sessions kept, recognised songs counted as plays."""

    include_incognito: bool = True
    count_recognitions: bool = False


@dataclass
class Tally:
    """What reading found.

    ``formats`` in the order met, ``tables`` how tables were read, by their signatures, ``kept``
    what the file holds beside listens.
    """

    rows_read: int = 0
    skipped: int = 0
    rejected: int = 0
    listed: int = 0
    formats: list[str] = field(default_factory=list)
    tables: dict[str, ColumnMap] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)


@dataclass(frozen=True)
class StagedFiles:
    """Where the staged rows lie."""

    rows: Path
    names: Path
    rejects: Path
