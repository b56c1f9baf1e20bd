"""Starts the decoding child and speaks its framed protocol."""

import json
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from musaic.media.audio.limits import AudioLimits
from musaic.media.audio.refusals import Refusal
from musaic.media.errors import AudioTooLong, MediaError, NotAudio, UndecodableAudio, UnsupportedAudio

HEAD = struct.Struct("<cI")
MAX_PAYLOAD = 64 * 1024 * 1024
PIPE_BYTES = 1024 * 1024
# The child gets no variable of ours: no secrets, and one thread, because each thread costs address space.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
F_SETPIPE_SZ = 1031


def named_error(code: str, detail: str) -> MediaError:
    """Turn a code of the child into the named error."""
    errors: dict[str, MediaError] = {
        Refusal.NOT_AUDIO: NotAudio(),
        Refusal.NO_AUDIO_STREAM: NotAudio("This file has no sound track. Upload a file with sound."),
        Refusal.UNSUPPORTED_CODEC: UnsupportedAudio(),
        Refusal.RATE: UnsupportedAudio(
            f"A sample rate of {detail} Hz is not supported. Convert the file to 44.1 or 48 kHz."
        ),
        Refusal.CHANNELS: UnsupportedAudio(
            f"Audio with {detail} channels is not supported. Mix it down to stereo first."
        ),
        Refusal.TOO_LONG: AudioTooLong(),
        Refusal.MEMORY: UndecodableAudio(
            "Decoding this file needs too much memory. Convert it to FLAC or MP3 and upload it again."
        ),
    }
    return errors.get(code, UndecodableAudio())


class Child:
    """One decoding child; a context manager that never leaves a process behind.

    Not thread-safe. `read()` returns `(kind, payload)` and raises the named error for an `E` message,
    for a child that died, and for one that kept us waiting longer than the limits allow.
    """

    def __init__(self, path: Path, request: Mapping[str, Any], limits: AudioLimits) -> None:
        self._left = limits.wall_seconds
        argument = json.dumps({**asdict(limits), **request})
        with path.open("rb") as source:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, a fixed argument list
                [sys.executable, "-I", "-m", "musaic.media.audio.decode_child", argument],
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=ENVIRONMENT,
                bufsize=0,
                close_fds=True,
                start_new_session=True,
                cwd="/",
            )
        if self._process.stdout is None:  # pragma: no cover - asked for above
            raise UndecodableAudio
        self._fd = self._process.stdout.fileno()
        with suppress(OSError):
            import fcntl  # noqa: PLC0415 - Linux only, and only an optimisation

            fcntl.fcntl(self._fd, F_SETPIPE_SZ, PIPE_BYTES)

    @property
    def pid(self) -> int:
        """Process id, for tests and logs."""
        return self._process.pid

    def read(self) -> tuple[bytes, bytearray]:
        """Next message; blocks until the child speaks, dies or runs out of time."""
        kind, size = HEAD.unpack(self._exactly(HEAD.size))
        if size > MAX_PAYLOAD:
            raise UndecodableAudio
        payload = self._exactly(size)
        if kind == b"E":
            answer = json.loads(payload)
            raise named_error(answer["code"], answer["detail"])
        return kind, payload

    def _exactly(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            self._wait()
            chunk = os.readv(self._fd, [view])
            if chunk == 0:
                raise UndecodableAudio
            view = view[chunk:]
        return data

    def _wait(self) -> None:
        started = time.monotonic()
        ready, _, _ = select.select([self._fd], [], [], max(0.0, self._left))
        self._left -= time.monotonic() - started
        if not ready:
            message = "Decoding this file took too long. Convert it to FLAC or MP3 and upload it again."
            raise UndecodableAudio(message)

    def close(self) -> None:
        """Kill the child if it still runs and collect it; safe to call twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
