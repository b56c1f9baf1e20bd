"""What a client may say about a file, and how it is kept with the import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from musaic.listening.history.errors import UnknownFormatError
from musaic.listening.history.importers import importers
from musaic.listening.history.ports import ColumnMap
from musaic.listening.history.service.zones import zone_called
from musaic.listening.history.staged import Choices


@dataclass(frozen=True)
class Options:
    """The format, the zone of zoneless times, the columns of tables, and which rows are wanted.

    ``mapping`` is for every table of the file, and only for these; ``mappings`` are of single ones, by
    the signatures that a preview gave them.
    """

    format: str | None = None
    timezone: str | None = None
    mapping: ColumnMap | None = None
    include_incognito: bool = True
    count_recognitions: bool = False
    mappings: Mapping[str, ColumnMap] = field(default_factory=dict)

    @property
    def maps(self) -> ColumnMap | Mapping[str, ColumnMap]:
        """How tables are read; one ``mapping`` for all comes before those of single tables."""
        return self.mapping or self.mappings

    def check(self) -> None:
        """Raise UnknownFormatError or UnknownTimezoneError."""
        if self.format is not None and self.format not in {importer.name for importer in importers()}:
            raise UnknownFormatError
        if self.timezone is not None:
            zone_called(self.timezone)

    @property
    def choices(self) -> Choices:
        """Which rows are wanted."""
        return Choices(self.include_incognito, self.count_recognitions)

    def stored(self) -> dict[str, Any]:
        """Return what is kept beside format and zone, which have columns of their own."""
        return {name: value for name, value in asdict(self).items() if name not in {"format", "timezone"}}


def restored(wanted: str | None, timezone: str | None, stored: Mapping[str, Any]) -> Options:
    """Return the options that an import was kept with."""
    mapping = stored.get("mapping")
    return Options(
        wanted,
        timezone,
        ColumnMap(**mapping) if mapping else None,
        stored.get("include_incognito", True),
        stored.get("count_recognitions", False),
        {signature: ColumnMap(**each) for signature, each in stored.get("mappings", {}).items()},
    )
