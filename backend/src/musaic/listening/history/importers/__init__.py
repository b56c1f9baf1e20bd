"""The importers, found by looking into this folder: a new format is a new file here."""

import importlib
import pkgutil
from functools import lru_cache

from musaic.listening.history.ports import Head, Importer
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import first_object

HEAD_BYTES = 64 * 1024


@lru_cache
def importers() -> tuple[Importer, ...]:
    """Return every importer, by name."""
    names = (found.name for found in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((module.IMPORTER for module in modules), key=lambda importer: importer.name))


def importer_for(file: SourceFile, wanted: str | None = None) -> Importer | None:
    """Return the importer that recognises ``file`` (of those named ``wanted``), or None.

    Raises UnreadableFileError for text in an impossible encoding.
    """
    with file.open() as stream:
        text = next(utf8_chunks(stream, HEAD_BYTES), b"")
    head = Head(file.name, text, first_object(text))
    candidates = (importer for importer in importers() if wanted in {None, importer.name})
    return next((importer for importer in candidates if importer.recognises(head)), None)
