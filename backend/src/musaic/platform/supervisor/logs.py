"""Full logs of the children, in files of bounded size."""

from __future__ import annotations

import asyncio
import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from musaic.platform.supervisor.console import Console
from musaic.platform.supervisor.service import Service

MAX_BYTES = 10 * 1024 * 1024
KEEP_FILES = 5
_TAIL_LINES = 30
_LINE_LIMIT = 1024 * 1024


class ServiceLog:
    """Takes a child's output line by line: all of it to the file, what matters to the terminal."""

    def __init__(self, folder: Path, service: Service, console: Console) -> None:
        """Write to ``folder/NAME.log``, opened at the first line."""
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{service.name}.log"
        self._handler = RotatingFileHandler(
            self.path, maxBytes=MAX_BYTES, backupCount=KEEP_FILES, encoding="utf-8", delay=True
        )
        self._service = service
        self._console = console
        self.tail: list[str] = []

    def write(self, line: str) -> None:
        """Take one line without its end."""
        record = logging.LogRecord(self._service.name, logging.INFO, "", 0, line, None, None)
        self._handler.emit(record)
        self.tail = [*self.tail[1 - _TAIL_LINES :], line]
        self._console.child(self._service.name, line, self._service.mute)

    def last_words(self) -> str:
        """Return the last line that says something: of a traceback, the error itself."""
        return next((line.strip() for line in reversed(self.tail) if line.strip()), "it said nothing")

    async def follow(self, descriptor: int) -> None:
        """Take every line of a pipe until all who write to it are gone; closes the descriptor."""
        stream = asyncio.StreamReader(limit=_LINE_LIMIT)
        protocol = asyncio.StreamReaderProtocol(stream)
        pipe = os.fdopen(descriptor, "rb", buffering=0)
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)
        try:
            await self._take_lines(stream)
        finally:
            transport.close()

    async def _take_lines(self, stream: asyncio.StreamReader) -> None:
        while True:
            try:
                line = await stream.readline()
            except ValueError:  # longer than the limit: that piece was dropped
                continue
            if not line:
                return
            self.write(line.decode(errors="replace").rstrip("\r\n"))

    def close(self) -> None:
        """Close the file."""
        self._handler.close()
