"""Audio made on the spot, and the parts of the running application."""

import io
import math
import struct
import wave
from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI

from musaic.media.parts import MediaParts, install, parts

MakeWav = Callable[..., bytes]


def wav_bytes(seconds: float = 0.5, *, tone: float = 440.0, rate: int = 8000) -> bytes:
    """Return a mono 16-bit WAV file of one tone."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        samples = (
            int(20000 * math.sin(2 * math.pi * tone * index / rate)) for index in range(int(seconds * rate))
        )
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()


@pytest.fixture
def make_wav() -> MakeWav:
    """Return the maker of WAV files."""
    return wav_bytes


@pytest.fixture
def wav() -> bytes:
    """Return half a second of a tone."""
    return wav_bytes()


@pytest.fixture
def media(app: FastAPI) -> Iterator[MediaParts]:
    """Return the parts of the running application; a test may install others for itself."""
    assert app
    installed = parts()
    yield installed
    install(installed)


Send = Callable[..., "httpx._types.Awaitable[httpx.Response]"]


async def send(
    client: httpx.AsyncClient, content: bytes, name: str = "tone.wav", **headers: str
) -> httpx.Response:
    """Send a file as the app does."""
    return await client.post(
        "/api/v1/media", files={"file": (name, content, "application/octet-stream")}, headers=headers
    )
