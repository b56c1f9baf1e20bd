"""The importers, found by looking into this folder: a new format is a new file here."""

import importlib
import pkgutil
from functools import lru_cache

from musaic.listening.history.ports import Given, Head, Importer
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.tables import fits

HEAD_BYTES = 64 * 1024
# The importer of tables whose columns the user has named
MAPPED = "csv"


@lru_cache
def importers() -> tuple[Importer, ...]:
    """Return every importer, by name."""
    names = (found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((module.IMPORTER for module in modules), key=lambda importer: importer.name))


def head_of(file: SourceFile) -> Head:
    """Return what ``file`` begins with; raises UnreadableFileError for text in an impossible encoding."""
    with file.open() as stream:
        text = next(utf8_chunks(stream, HEAD_BYTES), b"")
    return Head(file.name, text, file)


def importer_for(head: Head, wanted: str | None, given: Given) -> Importer | None:
    """Return the importer that recognises the file with ``head``, or None.

    With a ``wanted`` name only the importer of that name is asked; with a mapping of columns,
    only the one that reads tables by a mapping.
    """
    name = MAPPED if given.mapping is not None else wanted
    candidates = (importer for importer in importers() if name in {None, importer.name})
    return next((importer for importer in candidates if _recognises(importer, head, given)), None)


def _recognises(importer: Importer, head: Head, given: Given) -> bool:
    if given.mapping is not None:
        return fits(given.mapping, head)
    return importer.recognises(head)
